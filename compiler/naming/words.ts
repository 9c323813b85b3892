/** Splits a name of the schema into words; every conversion of names starts here. */

/**
 * The words in lower case. A word starts at every capital letter, as kit and serde see it: `nextId` is `next`, `id` and
 * `HTTPError` is `h`, `t`, `t`, `p`, `error`. An underscore also separates words. Digits stay with what is before them.
 */
export function splitWords(name: string): readonly string[] {
  return name
    .replace(/\p{Lu}/gu, (letter) => `_${letter}`)
    .split("_")
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** `task` to `Task`; the rest stays. */
export function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
