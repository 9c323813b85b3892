/** Stacks in a component: the engine's positions are in the bundle, the author's are what a log is read for. */

/** As `compiler/component/author-lines.ts` writes it behind the bundle; nothing of that kind is in a node's own engine. */
interface AuthorLines {
  readonly files: readonly string[];
  /** Four numbers each: first line in the bundle, how many, index of the file, first line in it. */
  readonly runs: readonly number[];
}

/**
 *     deep@process.js:3260:13         at deep (counter.ts:7)
 *     run@process.js:1463:30     ->
 *
 * Frames of the author's files, by line; the stack as it is when it has none.
 */
export function toAuthorStack(stack: string): string {
  const lines = (globalThis as { readonly [key: symbol]: unknown })[Symbol.for("hproc.lines")] as AuthorLines | undefined;
  if (!lines) return stack;
  const frames = stack.split("\n").flatMap((frame) => {
    // SpiderMonkey writes `name@process.js:1:2`, V8 and QuickJS `    at name (process.js:1:2)`; componentize-qjs has a name
    // of its own for the bundle.
    const [, at, spiderName, line] = /^(?: *at (.*?)\(?|(.*)@)(?:process\.js|componentize-qjs:user\.js):(\d+)/.exec(frame) ?? [];
    const place = line === undefined ? undefined : findPlace(lines, Number(line));
    const name = (at ?? spiderName ?? "").replace(/^(?:async\*)+|<anonymous>/, "").trim();
    return place === undefined ? [] : [name === "" ? `    at ${place}` : `    at ${name} (${place})`];
  });
  return frames.length === 0 ? stack : frames.join("\n");
}

/** `counter.ts:7`. */
function findPlace({ files, runs }: AuthorLines, line: number): string | undefined {
  for (let at = 0; at + 3 < runs.length; at += 4) {
    const [from = 0, count = 0, file = 0, original = 0] = runs.slice(at, at + 4);
    if (line >= from && line < from + count) return `${files[file]}:${original + line - from}`;
  }
  return undefined;
}
