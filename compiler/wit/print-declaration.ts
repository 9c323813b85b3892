/** A declaration of WIT as text of its own: in one layout, with its documentation and without other comments. */

import { readRemarks } from "./comments.js";
import type { WitComment, WitDeclaration, WitName } from "./nodes.js";
import { formatWitType } from "./scope.js";

/** `text` is that of its file. Without the indentation of the interface around it. */
export function printDeclaration(declaration: WitDeclaration, text: string): string {
  const { name, span, comments } = declaration;
  const documented = (written: string, own: readonly WitComment[], start: number): readonly string[] => [
    ...(readRemarks(own, start, text).documentation?.text.split("\n") ?? []).map((line) => `/// ${line}`.trimEnd()),
    written,
  ];
  const block = (parts: readonly (readonly string[])[]): string => {
    const last = parts.length - 1;
    const lines = parts.flatMap((part, index) =>
      part.map((line, at) => `    ${line}${at === part.length - 1 && index !== last ? "," : ""}`),
    );
    return [`${declaration.kind} ${printName(name)} {`, ...lines, "}"].join("\n");
  };
  const print = (): string => {
    switch (declaration.kind) {
      case "alias":
        return `type ${printName(name)} = ${formatWitType(declaration.type)};`;
      case "record":
        return block(
          declaration.fields.map((field) =>
            documented(`${printName(field.name)}: ${formatWitType(field.type)}`, field.comments, field.name.span.start),
          ),
        );
      case "variant":
      case "enum":
        return block(
          declaration.cases.map((each) => {
            const payload = each.payload ? `(${formatWitType(each.payload)})` : "";
            return documented(`${printName(each.name)}${payload}`, each.comments, each.name.span.start);
          }),
        );
      default:
        // What no message carries is not read any further.
        return text.slice(span.start, span.end).trim();
    }
  };
  return documented(print(), comments, span.start).join("\n");
}

function printName({ text, isEscaped }: WitName): string {
  return isEscaped ? `%${text}` : text;
}
