/** The names in kit's comment `// args: (id: u64, filter: option<filter>)`. */

import type { Note } from "./comments.js";

/** In kebab-case, without `%`; empty for `none`, and for what is no such list. */
export function readArgumentNames(note: Note | undefined): readonly string[] {
  const list = /^\(([^]*)\)\s*$/.exec(note?.text ?? "")?.[1];
  if (list === undefined) return [];
  const names = splitList(list).map((part) => /^\s*%?([A-Za-z][A-Za-z0-9-]*)\s*:/.exec(part)?.[1]);
  return names.every((name) => name !== undefined) ? names : [];
}

/** At the commas outside of `<…>`. */
function splitList(list: string): readonly string[] {
  if (list.trim() === "") return [];
  const parts = [""];
  let depth = 0;
  for (const character of list) {
    if (character === "<") depth += 1;
    if (character === ">") depth -= 1;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}
