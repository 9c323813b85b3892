/** Types stay within what a component can declare: https://docs.rs/wasmparser/latest/src/wasmparser/limits.rs.html */

import type { Place, Report } from "../../diagnostics/report.js";
import { typesIn, type Bindings, type BoundDeclaration } from "../bindings.js";
import { allWrittenTypes, withParts } from "../parts.js";

/** Fields of a record, cases of an enum or variant, elements of a tuple. */
const maxPartCount = 1000;

/** Named types inside named types; far below where tools that follow types by recursion give up. */
const maxDepth = 50;

/** Values in one value, lists counted as one element. */
const maxSize = 10_000;

interface Extent {
  readonly depth: number;
  readonly size: number;
}

export function checkTypeSize(bindings: Bindings, report: Report): void {
  for (const { file, kind, syntax } of bindings.types) {
    if (kind === "alias") continue;
    const parts = kind === "record" ? syntax.fields : syntax.cases;
    const place = { file, span: syntax.name.span };
    if (parts.length > maxPartCount) tooLarge(syntax.name.text, `${maxPartCount} parts`, place, report);
  }
  for (const { file, type } of allWrittenTypes(bindings)) {
    for (const part of withParts(type)) {
      if (part.kind !== "tuple" || part.elements.length <= maxPartCount) continue;
      tooLarge("tuple", `${maxPartCount} parts`, { file, span: part.syntax.name.span }, report);
    }
  }
  const extents = new Map<BoundDeclaration, Extent>();
  for (const declaration of inOrderOfUse(bindings)) {
    const extent = measure(declaration, bindings, extents);
    const { file, syntax } = declaration;
    const place = { file, span: syntax.name.span };
    if (extent.depth > maxDepth) tooLarge(syntax.name.text, `${maxDepth} types inside each other`, place, report);
    else if (extent.size > maxSize) tooLarge(syntax.name.text, `${maxSize} values inside it`, place, report);
    else {
      extents.set(declaration, extent);
      continue;
    }
    // Reported: what contains it is fine apart from that.
    extents.set(declaration, { depth: 1, size: 1 });
  }
}

function tooLarge(name: string, limit: string, place: Place, report: Report): void {
  report("type/too-large", { name, limit }, place);
}

function measure(
  declaration: BoundDeclaration,
  { typesByName }: Bindings,
  extents: ReadonlyMap<BoundDeclaration, Extent>,
): Extent {
  let depth = 0;
  let size = 0;
  for (const type of typesIn(declaration)) {
    for (const part of withParts(type)) {
      const named = part.kind === "named" ? typesByName.get(part.name) : undefined;
      const extent = named && extents.get(named);
      depth = Math.max(depth, extent?.depth ?? 0);
      size += extent?.size ?? 1;
    }
  }
  return { depth: depth + 1, size: size + 1 };
}

/** Declarations after those that they contain; of a cycle, which has its own rule, in some order. */
function inOrderOfUse({ types, typesByName }: Bindings): readonly BoundDeclaration[] {
  const ordered = new Set<BoundDeclaration>();
  const opened = new Set<BoundDeclaration>();
  const waiting = [...types].reverse();
  for (let declaration = waiting.at(-1); declaration !== undefined; declaration = waiting.at(-1)) {
    if (opened.has(declaration)) {
      ordered.add(declaration);
      waiting.pop();
      continue;
    }
    opened.add(declaration);
    for (const type of typesIn(declaration)) {
      for (const part of withParts(type)) {
        const named = part.kind === "named" ? typesByName.get(part.name) : undefined;
        if (named !== undefined && !opened.has(named)) waiting.push(named);
      }
    }
  }
  return [...ordered];
}
