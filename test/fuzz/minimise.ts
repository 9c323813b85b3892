/** The least of a text that still shows something: delta debugging by lines, then by characters. */

/** What is left after so long will do: a text may take a second to show it. */
const maxMs = 30_000;

/** `shows` must hold for `text`. */
export function minimise(text: string, shows: (text: string) => boolean): string {
  const endMs = performance.now() + maxMs;
  const ask = (candidate: string): boolean => performance.now() < endMs && shows(candidate);
  const byLines = reduce(text.split(/(?<=\n)/), (lines) => ask(lines.join(""))).join("");
  return reduce([...byLines], (characters) => ask(characters.join(""))).join("");
}

/** Leaves out pieces, large ones first, as long as any can be. https://www.st.cs.uni-saarland.de/papers/tse2002/ */
function reduce(items: readonly string[], shows: (items: readonly string[]) => boolean): readonly string[] {
  let kept = items;
  for (let size = kept.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start < kept.length;) {
      const candidate = kept.toSpliced(start, size);
      if (shows(candidate)) kept = candidate;
      else start += size;
    }
  }
  return kept;
}
