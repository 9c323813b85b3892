/** `@status`: the HTTP status of a result whose error is a certain case. */

/**
 * Gives the status of what a handler returned: that of the error's case if `statuses` has it, else 200. The pairs
 * start with the case's name in TypeScript.
 */
export function errorStatus(
  statuses: readonly (readonly [caseName: string, status: number])[],
): (value: unknown) => number {
  const byCase = new Map<unknown, number>(statuses);
  return (value) => {
    if (!isTagged(value) || value.tag !== "err" || !isTagged(value.val)) return 200;
    return byCase.get(value.val.tag) ?? 200;
  };
}

function isTagged(value: unknown): value is { readonly tag: unknown; readonly val?: unknown } {
  return typeof value === "object" && value !== null && "tag" in value;
}
