/** The author's documentation and the place of the declaration, as a comment. */

import type { Location } from "../../model/model.js";
import { code } from "./code.js";
import { commentLines } from "./text-literal.js";

interface DocComment {
  readonly documentation: string | undefined;
  /** Stands before the location: `POST /api/tasks, local`. */
  readonly summary?: string;
  /** Left out for parts of a declaration, so that an edit far above changes few lines. */
  readonly location?: Location;
}

/**
 *     /**
 *      * One task.
 *      *
 *      * (todo.hproc:5)
 *      *\/
 *
 * Undefined when there is nothing to say.
 */
export function docComment({ documentation, summary, location }: DocComment): string | undefined {
  const place = [summary, location && `(${formatLocation(location)})`].filter((part) => part !== undefined).join(" ");
  const text = [documentation, place].filter((part) => part !== undefined && part !== "").join("\n\n");
  if (text === "") return undefined;
  const lines = commentLines(text);
  if (lines.length === 1) return `/** ${lines[0]} */`;
  return code`
    /**
    ${lines.map((line) => ` * ${line}`.trimEnd())}
     */
  `;
}

/** `todo.hproc:5`: without folders, which differ from machine to machine. */
export function formatLocation({ file, line }: Location): string {
  return `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
}
