/** The files of a template under the name of another package. */

import { toKebab, toWorldName } from "../naming/wit-names.js";
import type { PackageSyntax, ProcessSyntax, SyntaxTree } from "../syntax/nodes.js";
import { parse } from "../syntax/parse.js";
import { InternalError } from "../text/internal-error.js";
import { createSourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import type { TemplateFile } from "./templates.js";

export interface PackageIdentity {
  readonly name: string;
  /** A node: `template.os`. */
  readonly publisher: string;
}

export interface RenamedPackage {
  readonly files: readonly TemplateFile[];
  /** In the order of the schema: `todo:my-list:alice.os`. */
  readonly processIds: readonly string[];
  /** Its file. */
  readonly schema: string;
}

/**
 * In the schema what is a name of the package changes, wherever the grammar has one; the version begins anew. Other
 * files name the package only within the ids of its processes, which are nothing else wherever they stand.
 */
export function renamePackage(files: readonly TemplateFile[], identity: PackageIdentity): RenamedPackage {
  const schema = files.find(({ path }) => path.endsWith(".hproc"));
  if (schema === undefined) throw new InternalError("a template has no schema");
  const { tree } = parse(createSourceFile(schema.path, schema.content.toString()));
  const line = tree.schema.declarations.find((each) => each.kind === "package");
  if (line === undefined) throw new InternalError(`${schema.path} has no package line`);
  const names = processesOf(tree).map(({ name }) => toKebab(name.text));
  const ids = new Map(names.map((name) => [idOf(name, oldIdentity(line)), idOf(name, identity)]));
  const renamed = files.map((file) => {
    if (file !== schema && !/\.(?:css|html|js|svg|ts)$/.test(file.path)) return file;
    const text = file.content.toString();
    return { ...file, content: Buffer.from(file === schema ? renameInSchema(tree, line, ids, identity) : renameIds(text, ids)) };
  });
  return { files: renamed, processIds: [...ids.values()], schema: schema.path };
}

function renameInSchema(
  tree: SyntaxTree,
  line: PackageSyntax,
  ids: ReadonlyMap<string, string>,
  identity: PackageIdentity,
): string {
  const edits: { readonly span: Span; readonly text: string }[] = [
    { span: line.name.span, text: identity.name },
    { span: line.publisher.span, text: identity.publisher },
    { span: line.version.span, text: "0.1.0" },
  ];
  const old = oldIdentity(line);
  for (const member of processesOf(tree).flatMap(({ members }) => members)) {
    if (member.kind === "uses") {
      const id = ids.get(member.process.text);
      if (id !== undefined) edits.push({ span: member.process.span, text: id });
    }
    if (member.kind === "world" && member.world.value === toWorldName(old.name, old.publisher)) {
      edits.push({ span: member.world.span, text: JSON.stringify(toWorldName(identity.name, identity.publisher)) });
    }
  }
  let text = tree.file.text;
  for (const { span, text: newText } of edits.sort((left, right) => right.span.start - left.span.start)) {
    text = text.slice(0, span.start) + newText + text.slice(span.end);
  }
  return text;
}

/** Whole ids only: not the end of a longer name, nor its beginning. */
function renameIds(text: string, ids: ReadonlyMap<string, string>): string {
  const anyId = /(?<![\w.:-])[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]+(?:\.[a-z0-9-]+)*(?![\w:-])/g;
  return text.replace(anyId, (id) => ids.get(id) ?? id);
}

function processesOf({ schema }: SyntaxTree): readonly ProcessSyntax[] {
  return schema.declarations.filter((each) => each.kind === "process");
}

function oldIdentity({ name, publisher }: PackageSyntax): PackageIdentity {
  return { name: name.text, publisher: publisher.text };
}

function idOf(processName: string, { name, publisher }: PackageIdentity): string {
  return `${processName}:${name}:${publisher}`;
}
