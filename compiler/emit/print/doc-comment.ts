/** The author's documentation and the place of the declaration, as a comment. */

import type { Location } from "../../model/model.js";
import { code } from "./code.js";
import { commentLines } from "./text-literal.js";

interface DocComment {
  readonly documentation: string | undefined;
  /** What to use instead of something deprecated, or an empty text; undefined for all else. */
  readonly deprecated?: string | undefined;
  /** `@param` lines, by the names that the code has. */
  readonly parameters?: readonly { readonly name: string; readonly documentation: string | undefined }[];
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
export function docComment(comment: DocComment): string | undefined {
  const { documentation, deprecated, parameters = [], summary, location } = comment;
  const place = [summary, location && `(${formatLocation(location)})`].filter((part) => part !== undefined).join(" ");
  const tags = [
    ...parameters.flatMap(({ name, documentation: text }) =>
      text === undefined ? [] : [`@param ${name} ${text.replaceAll("\n", "\n  ")}`],
    ),
    ...(deprecated === undefined ? [] : [`@deprecated ${deprecated}`.trimEnd()]),
  ];
  const text = [documentation, place, tags.join("\n")].filter((part) => part !== undefined && part !== "").join("\n\n");
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
