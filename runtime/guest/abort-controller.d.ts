/** What the guest uses of the platform's `AbortController`; programs see it as their own libraries declare it. */
interface AbortSignal {
  readonly aborted: boolean;
}
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare var AbortController: { new (): AbortController };
