/** Declarations as a `.hproc` file. */

import type { Declarations, FieldShape, PartShape, ServiceShape, TypeShape } from "./declarations.js";

export function printHproc({ types, services }: Declarations): string {
  const parts = ["package bench:template.os@0.1.0", ...types.map(printType), ...services.map(printProcess)];
  return `${parts.join("\n\n")}\n`;
}

function printType(type: TypeShape): string {
  switch (type.kind) {
    case "record":
      return `/// ${type.documentation}\nrecord ${type.name} {\n${printFields(type.fields, "  ")}\n}`;
    case "enum":
      return `enum ${type.name} { ${type.cases.join(", ")} }`;
    case "variant": {
      const cases = type.cases.map(({ name, payload }) => `  ${name}${payload ? `(${printPart(payload)})` : ""}`);
      return `variant ${type.name} {\n${cases.join("\n")}\n}`;
    }
    case "alias":
      return `type ${type.name} = ${printPart(type.part)}`;
  }
}

function printProcess({ name, state, operations }: ServiceShape): string {
  const handlers = operations.map(({ documentation, method, path, name: handler, parameters, returns }) => {
    const list = parameters.map(printField).join(", ");
    return `  /// ${documentation}\n  http ${method} "/api${path}", local  ${handler}(${list}) -> ${printPart(returns)}`;
  });
  return `process ${name} {
  save every message

  state {
${printFields(state, "    ")}
  }

  endpoint http "/api" { authenticated false }

${handlers.join("\n")}
}`;
}

function printFields(fields: readonly FieldShape[], indent: string): string {
  return fields.map((field) => `${indent}${printField(field)}`).join("\n");
}

function printField({ name, part }: FieldShape): string {
  return `${name}: ${printPart(part)}`;
}

function printPart(part: PartShape): string {
  return "element" in part ? `${part.kind}<${printPart(part.element)}>` : part.name;
}
