/** What is checked together: the files of a schema and how they are connected. */

import type { StringSyntax, SyntaxTree } from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";

/** One file with the files that it names in `from "…"`. */
export interface Unit {
  readonly tree: SyntaxTree;
  /** By path as written. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Paths that lead nowhere, which is reported when they are looked for. */
  readonly missing: readonly string[];
}

/** Something of one file. */
export interface Located<Syntax> {
  readonly file: SourceFile;
  readonly syntax: Syntax;
}

/** The paths that a file names, in source order. */
export function pathsOf({ schema }: SyntaxTree): readonly StringSyntax[] {
  return schema.declarations.flatMap((declaration) => {
    if (declaration.kind === "use") return [declaration.path];
    if (declaration.kind !== "process") return [];
    return declaration.members.flatMap((member) => (member.kind === "uses" && member.path ? [member.path] : []));
  });
}
