/** A command to a running `hproc dev` that could not be done: what is wrong, and what would be right. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** True where the command itself is wrong, false where the node refuses it. */
  readonly isUsage: boolean;

  constructor(message: string, { isUsage = true }: { readonly isUsage?: boolean } = {}) {
    super(message);
    this.isUsage = isUsage;
  }
}
