/** Which package an imported interface belongs to: WIT does not say it, but marks and names of files and worlds do. */

import type { PackageSyntax } from "../syntax/nodes.js";
import type { Span } from "../text/span.js";
import { word } from "./names.js";

/** Undefined unless it is `name:publisher`, with `@version` or without. */
export function readPackageName(text: string, span: Span): PackageSyntax | undefined {
  const [, name, publisher, version = "0.1.0"] = /^([^:@\s]+):([^:@\s]+)(?:@(\S+))?$/.exec(text) ?? [];
  if (name === undefined || publisher === undefined) return undefined;
  return {
    kind: "package",
    span,
    documentation: undefined,
    name: word(name, span),
    publisher: word(publisher, span),
    version: word(version, span),
  };
}

/** `app-store:sys` of `app-store:sys-v2.wit`, as people name the WIT of a package; undefined when none is such. */
export function packageOfFiles(names: readonly string[], span: Span): PackageSyntax | undefined {
  const [text] = names.flatMap((name) => /^([^:]+:[^:]+)-v\d+\.wit$/.exec(name)?.[1] ?? []);
  return text === undefined ? undefined : readPackageName(text, span);
}

/** `todo:template.os` of `todo-template-dot-os-v0`, as kit's templates name worlds; undefined when none is such. */
export function packageOfWorlds(worlds: readonly string[], span: Span): PackageSyntax | undefined {
  for (const world of worlds) {
    const words = /^(?:types-)?(.+)-v\d+$/.exec(world)?.[1]?.split("-dot-") ?? [];
    const [first = "", ...others] = words;
    const [, name, node] = /^(.+)-([^-]+)$/.exec(first) ?? [];
    // A publisher such as `my-node.os` cannot be told from a longer name of the package.
    if (name === undefined || node === undefined || others.length === 0) continue;
    return readPackageName(`${name}:${[node, ...others].join(".")}`, span);
  }
  return undefined;
}
