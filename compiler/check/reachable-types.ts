/** Which types a schema needs: those that it declares, what its processes mention, and what those contain. */

import { typesIn, type BoundDeclaration, type BoundHandler, type BoundProcess, type BoundType } from "./bindings.js";
import { withParts } from "./parts.js";

/** The declarations that these and the processes lead to, with these. */
export function reachableTypes(
  declarations: readonly BoundDeclaration[],
  processes: readonly BoundProcess[],
  typesByName: ReadonlyMap<string, BoundDeclaration>,
): ReadonlySet<BoundDeclaration> {
  const found = new Set(declarations);
  const waiting = [
    ...declarations.flatMap(typesIn),
    ...processes.flatMap(mentionedTypes),
    ...processes.flatMap(calledTypes),
  ];
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    for (const part of withParts(type)) {
      const declaration = part.kind === "named" ? typesByName.get(part.name) : undefined;
      if (declaration === undefined || found.has(declaration)) continue;
      found.add(declaration);
      for (const inner of typesIn(declaration)) waiting.push(inner);
    }
  }
  return found;
}

/** The types that are written in a process. */
export function mentionedTypes({ state, handlers, sockets, clients }: BoundProcess): readonly BoundType[] {
  return [
    ...state.map((field) => field.type),
    ...handlers.flatMap(signatureTypes),
    ...[...sockets, ...clients].flatMap(({ messages }) => messages.map((message) => message.type)),
  ];
}

function calledTypes({ uses }: BoundProcess): readonly BoundType[] {
  return uses.flatMap((use) => use.process?.handlers ?? []).flatMap(signatureTypes);
}

function signatureTypes({ parameters, returns }: BoundHandler): readonly BoundType[] {
  return [...parameters.map((parameter) => parameter.type), ...(returns === undefined ? [] : [returns])];
}
