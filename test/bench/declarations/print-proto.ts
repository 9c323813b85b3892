/** Declarations as protobuf: messages, enums, messages with a `oneof`, and services with their requests and answers. */

import type { Declarations, PartShape, ScalarShape, ServiceShape, TypeShape } from "./declarations.js";

/** As `buf lint` wants it; the file belongs to `bench/v1/bench.proto`. */
export function printProto({ types, services }: Declarations): string {
  const parts = ['syntax = "proto3";', "package bench.v1;", ...types.map(printType), ...services.map(printService)];
  return `${parts.join("\n\n")}\n`;
}

const scalars: Readonly<Record<ScalarShape, string>> = {
  bool: "bool",
  u32: "uint32",
  u64: "uint64",
  s64: "int64",
  f64: "double",
  string: "string",
  bytes: "bytes",
};

function printType(type: TypeShape): string {
  switch (type.kind) {
    case "record":
      return printMessage(type.name, type.fields, type.documentation);
    case "enum": {
      const prefix = toSnake(type.name).toUpperCase();
      const cases = ["Unspecified", ...type.cases].map(
        (name, index) => `  ${prefix}_${toSnake(name).toUpperCase()} = ${index};`,
      );
      return `enum ${type.name} {\n${cases.join("\n")}\n}`;
    }
    case "variant": {
      const cases = type.cases.map(({ name, payload }, index) => {
        return `    ${payload ? printPart(payload) : "bool"} ${toSnake(name)} = ${index + 1};`;
      });
      return `message ${type.name} {\n  oneof kind {\n${cases.join("\n")}\n  }\n}`;
    }
    case "alias":
      return printMessage(type.name, [{ name: "value", part: type.part }]);
  }
}

interface Member {
  readonly name: string;
  readonly part: PartShape;
}

function printMessage(name: string, members: readonly Member[], documentation?: string): string {
  const fields = members.map((member, index) => `  ${printPart(member.part)} ${toSnake(member.name)} = ${index + 1};`);
  const head = documentation === undefined ? "" : `// ${documentation}\n`;
  return `${head}message ${name} {\n${fields.join("\n")}\n}`;
}

function printService({ name, operations }: ServiceShape): string {
  const calls = operations.map(({ documentation, name: operation }) => {
    const call = `${name}${capitalize(operation)}`;
    return `  // ${documentation}\n  rpc ${call}(${call}Request) returns (${call}Response);`;
  });
  const messages = operations.flatMap(({ name: operation, parameters, returns }) => [
    printMessage(`${name}${capitalize(operation)}Request`, parameters),
    printMessage(`${name}${capitalize(operation)}Response`, [{ name: "value", part: returns }]),
  ]);
  return [`service ${name}Service {\n${calls.join("\n")}\n}`, ...messages].join("\n\n");
}

function printPart(part: PartShape): string {
  switch (part.kind) {
    case "scalar":
      return scalars[part.name];
    case "named":
      return part.name;
    case "list":
      return `repeated ${printPart(part.element)}`;
    case "option":
      return `optional ${printPart(part.element)}`;
  }
}

/** Underscores before capitals, and before a number, as `buf lint` does. */
function toSnake(name: string): string {
  return name.replace(/(?<=.)[A-Z]/g, "_$&").toLowerCase();
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
