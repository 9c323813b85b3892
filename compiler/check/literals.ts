/** Defaults as they are written: what they say, and whether that fits a type. */

import type { Constraint, Literal } from "../model/model.js";
import type { ScalarName } from "../model/type.js";
import type { LiteralSyntax } from "../syntax/nodes.js";
import { InternalError, unreachable } from "../text/internal-error.js";
import { didYouMean, suggest } from "../text/suggest.js";
import type { Bindings, BoundDeclaration } from "./bindings.js";
import { describeConstraint, findBrokenCount, findBrokenRange, type Constrained } from "./constraints.js";
import { floatLimits, integerRanges, isNumberText, normalizeNumber, toInteger } from "./numbers.js";

/** Undefined for a number or list that is reported as not being one of a schema. */
export function readLiteral(syntax: LiteralSyntax): Literal | undefined {
  switch (syntax.kind) {
    case "number":
      return isNumberText(syntax.text) ? { kind: "number", text: normalizeNumber(syntax.text) } : undefined;
    case "string":
      return { kind: "string", value: syntax.value };
    case "list":
      return syntax.elements.length === 0 ? { kind: "empty" } : undefined;
    case "word":
      if (syntax.text === "true" || syntax.text === "false") return { kind: "bool", value: syntax.text === "true" };
      return syntax.text === "none" ? { kind: "none" } : { kind: "case", name: syntax.text };
    default:
      return unreachable(syntax);
  }
}

/** As `readLiteral`, where the rules made sure that there is one. */
export function lowerLiteral(syntax: LiteralSyntax): Literal {
  const literal = readLiteral(syntax);
  if (literal === undefined) throw new InternalError(`the default \`${formatLiteral(syntax)}\` passed the checks`);
  return literal;
}

export interface Misfit {
  /** The end of a sentence: "`Al` is not one of its cases". */
  readonly problem: string;
  readonly help: string | undefined;
}

/** Why a literal is no value of a type; undefined when it is one. */
export function findMisfit(syntax: LiteralSyntax, target: Constrained, bindings: Bindings): Misfit | undefined {
  const { type, constraints } = target;
  const found = formatLiteral(syntax);
  const literal = readLiteral(syntax);
  if (literal === undefined) {
    // What is no number is reported as that.
    if (syntax.kind !== "list") return undefined;
    return misfit(`\`${found}\` is not empty`, "a default of several values is `[]`");
  }
  switch (type.kind) {
    case "unknown":
      return undefined;
    case "scalar":
      return findScalarMisfit(type.name, literal, found, constraints);
    case "list":
    case "set":
    case "map": {
      if (literal.kind !== "empty") return misfit(`\`${found}\` is not \`[]\``, "write `[]`");
      return broken(found, findBrokenCount("items", 0, constraints));
    }
    case "named": {
      const declaration = bindings.typesByName.get(type.name);
      return declaration && findCaseMisfit(declaration, literal, found);
    }
    case "option":
    case "result":
    case "tuple":
    case "host":
      return withoutLiterals();
    default:
      return unreachable(type);
  }
}

function findScalarMisfit(
  name: ScalarName,
  literal: Literal,
  found: string,
  constraints: readonly Constraint[],
): Misfit | undefined {
  const range = integerRanges.get(name);
  if (range !== undefined) {
    const value = literal.kind === "number" ? toInteger(literal.text) : undefined;
    if (literal.kind !== "number" || value === undefined) return misfit(`\`${found}\` is not a whole number`);
    const [minimum, maximum] = range;
    if (value < minimum || value > maximum) {
      return misfit(`\`${found}\` must be from ${minimum} to ${maximum}`);
    }
    return broken(found, findBrokenRange(literal.text, constraints));
  }
  const limit = floatLimits.get(name);
  if (limit !== undefined) {
    if (literal.kind !== "number") return misfit(`\`${found}\` is not a number`);
    if (Math.abs(Number(literal.text)) > limit) return misfit(`\`${found}\` is too large`);
    return broken(found, findBrokenRange(literal.text, constraints));
  }
  switch (name) {
    case "bool":
      return literal.kind === "bool" ? undefined : misfit(`\`${found}\` is not \`true\` or \`false\``);
    case "string":
      if (literal.kind !== "string") return misfit(`\`${found}\` is not a string`, `write \`"${found}"\``);
      return broken(found, findBrokenCount("length", [...literal.value].length, constraints));
    case "char":
      if (literal.kind !== "string") return misfit(`\`${found}\` is not a string of one character`);
      return [...literal.value].length === 1 ? undefined : misfit(`\`${found}\` is not one character`);
    case "bytes":
      if (literal.kind !== "empty") return misfit(`\`${found}\` is not \`[]\``, "write `[]`");
      return broken(found, findBrokenCount("length", 0, constraints));
    default:
      return withoutLiterals();
  }
}

function findCaseMisfit(declaration: BoundDeclaration, literal: Literal, found: string): Misfit | undefined {
  if (declaration.kind !== "enum" && declaration.kind !== "variant") return withoutLiterals();
  const cases = declaration.syntax.cases;
  const word = literal.kind === "string" ? literal.value : found;
  const meant = cases.find((one) => one.name.text === word);
  if (meant === undefined) {
    const suggestion = suggest(word, cases.map((one) => one.name.text));
    return misfit(`\`${found}\` is not one of its cases`, didYouMean(suggestion));
  }
  if (literal.kind !== "case") return misfit(`\`${found}\` is a string`, `write \`${word}\``);
  if (meant.payloads.length > 0) return misfit(`\`${found}\` carries a value`, "choose a case without a value");
  return undefined;
}

function withoutLiterals(): Misfit {
  return misfit("no default can be written for it", "remove the default");
}

function misfit(problem: string, help?: string): Misfit {
  return { problem, help };
}

function broken(found: string, constraint: Constraint | undefined): Misfit | undefined {
  return constraint && misfit(`\`${found}\` must ${describeConstraint(constraint)}`);
}

const maxShownLength = 40;

/** As written, shortened, on one line. */
function formatLiteral(syntax: LiteralSyntax): string {
  if (syntax.kind === "list") return syntax.elements.length === 0 ? "[]" : "[…]";
  const text = syntax.kind === "string" ? JSON.stringify(syntax.value) : syntax.text;
  return text.length <= maxShownLength ? text : `${text.slice(0, maxShownLength)}…`;
}
