/** Values as they are written, of defaults and examples: what they say, and whether that fits a type. */

import type { Constraint, Literal } from "../model/model.js";
import type { ScalarName } from "../model/type.js";
import type { LiteralSyntax, TypeSyntax, WordSyntax } from "../syntax/nodes.js";
import { InternalError, unreachable } from "../text/internal-error.js";
import { didYouMean, suggest } from "../text/suggest.js";
import {
  formatType, resolveAliases, type Bindings, type BoundAlias, type BoundEnum, type BoundRecord, type BoundType,
  type BoundVariant,
} from "./bindings.js";
import {
  describeConstraint, findBrokenCount, findBrokenPattern, findBrokenRange, followAliases, readConstraints,
} from "./constraints.js";
import { floatLimits, integerRanges, isNumberText, normalizeNumber, toInteger } from "./numbers.js";

/** Undefined for one with a number in it that is reported as not being one of a schema. */
export function readLiteral(syntax: LiteralSyntax): Literal | undefined {
  switch (syntax.kind) {
    case "number":
      return isNumberText(syntax.text) ? { kind: "number", text: normalizeNumber(syntax.text) } : undefined;
    case "string":
      return { kind: "string", value: syntax.value };
    case "word":
      if (syntax.text === "true" || syntax.text === "false") return { kind: "bool", value: syntax.text === "true" };
      return syntax.text === "none" ? { kind: "none" } : { kind: "case", name: syntax.text, value: undefined };
    case "list": {
      const elements = syntax.elements.flatMap((element) => readLiteral(element) ?? []);
      return elements.length < syntax.elements.length ? undefined : { kind: "list", elements };
    }
    case "record-value": {
      const fields = syntax.fields.flatMap(({ name, value }) => {
        const literal = readLiteral(value);
        return literal === undefined ? [] : [{ name: name.text, value: literal }];
      });
      return fields.length < syntax.fields.length ? undefined : { kind: "record", fields };
    }
    case "case-value": {
      const value = readLiteral(syntax.value);
      return value && { kind: "case", name: syntax.name.text, value };
    }
    default:
      return unreachable(syntax);
  }
}

/** As `readLiteral`, where the rules made sure that there is one. */
export function lowerLiteral(syntax: LiteralSyntax): Literal {
  const literal = readLiteral(syntax);
  if (literal === undefined) throw new InternalError(`the value \`${formatLiteral(syntax)}\` passed the checks`);
  return literal;
}

export interface Misfit {
  /** The part of the value that does not fit. */
  readonly syntax: LiteralSyntax | WordSyntax;
  /** The type that it does not fit. */
  readonly type: TypeSyntax;
  /** The end of a sentence: "`Al` is not one of its cases". */
  readonly problem: string;
  readonly help: string | undefined;
  /** What to write for the part, where that is certain enough. */
  readonly better: string | undefined;
}

/** Why a literal is no value of a type with constraints of its own; undefined when it is one. */
export function findMisfit(
  syntax: LiteralSyntax,
  type: BoundType,
  constraints: readonly Constraint[],
  bindings: Bindings,
): Misfit | undefined {
  const target = followAliases(type, bindings);
  const finder: Finder = {
    syntax,
    literal: readLiteral(syntax),
    found: formatLiteral(syntax),
    constraints: [...constraints, ...target.constraints],
    bindings,
    misfit: (problem, help, better) => ({ syntax, type: type.syntax, problem, help, better }),
  };
  // What is no number is reported as that.
  if (finder.literal === undefined) return undefined;
  if (finder.literal.kind === "none" && resolveAliases(type, bindings).kind === "option") return undefined;
  return findIn(target.type, finder.literal, finder);
}

/** One literal against one type. */
interface Finder {
  readonly syntax: LiteralSyntax;
  readonly literal: Literal | undefined;
  /** As a message shows it. */
  readonly found: string;
  readonly constraints: readonly Constraint[];
  readonly bindings: Bindings;
  readonly misfit: (problem: string, help?: string, better?: string) => Misfit;
}

function findIn(type: BoundType, literal: Literal, finder: Finder): Misfit | undefined {
  const { found, misfit } = finder;
  switch (type.kind) {
    case "unknown":
    // An option is followed to what is in it.
    case "option":
      return undefined;
    case "scalar":
      return findScalarMisfit(type.name, literal, finder);
    case "list":
    case "set":
      return findListMisfit(type.element, literal, finder);
    case "map":
      if (literal.kind !== "list" || literal.elements.length > 0) {
        return misfit(`\`${found}\` is not \`[]\``, "write `[]`: a map is written only when it is empty", "[]");
      }
      return broken(finder, findBrokenCount("items", 0, finder.constraints));
    case "tuple":
      return findTupleMisfit(type.elements, literal, finder);
    case "named": {
      const declaration = finder.bindings.typesByName.get(type.name);
      if (declaration === undefined) return undefined;
      return declaration.kind === "record"
        ? findRecordMisfit(declaration, literal, finder)
        : findCaseMisfit(declaration, literal, finder);
    }
    case "result":
    case "host":
      return withoutLiterals(finder);
    default:
      return unreachable(type);
  }
}

function findListMisfit(element: BoundType, literal: Literal, finder: Finder): Misfit | undefined {
  const { syntax, found, misfit, bindings } = finder;
  if (literal.kind !== "list" || syntax.kind !== "list") {
    // Not of a list of lists, whose element would want to be a list again: a type may contain itself, which is reported.
    const { kind } = followAliases(element, bindings).type;
    const isElement = kind !== "list" && kind !== "set" && findMisfit(syntax, element, [], bindings) === undefined;
    const better = `[${found}]`;
    return misfit(`\`${found}\` is not a list`, ...(isElement ? [`write \`${better}\``, better] : []));
  }
  for (const part of syntax.elements) {
    const inner = findMisfit(part, element, [], bindings);
    if (inner !== undefined) return inner;
  }
  return broken(finder, findBrokenCount("items", literal.elements.length, finder.constraints));
}

function findTupleMisfit(elements: readonly BoundType[], literal: Literal, finder: Finder): Misfit | undefined {
  const { syntax, found, misfit, bindings } = finder;
  if (literal.kind !== "list" || syntax.kind !== "list" || syntax.elements.length !== elements.length) {
    return misfit(`\`${found}\` is not a list of ${elements.length}`);
  }
  for (const [index, element] of elements.entries()) {
    const part = syntax.elements[index];
    const inner = part && findMisfit(part, element, [], bindings);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function findRecordMisfit(declaration: BoundRecord, literal: Literal, finder: Finder): Misfit | undefined {
  const { syntax, found, misfit, bindings } = finder;
  if (literal.kind !== "record" || syntax.kind !== "record-value") {
    return misfit(`\`${found}\` is not a record`, `write \`{ ${declaration.fields[0]?.syntax.name.text ?? ""}: … }\``);
  }
  const names = new Set<string>();
  for (const { name, value } of syntax.fields) {
    const field = declaration.fields.find((one) => one.syntax.name.text === name.text);
    const owner = declaration.syntax.name.text;
    if (field === undefined && declaration.syntax.incomplete) continue;
    if (field === undefined) {
      const suggestion = bindings.suggest(name.text, declaration.fields.map((one) => one.syntax.name.text));
      const problem = `\`${owner}\` has no field \`${name.text}\``;
      return { ...misfit(problem, didYouMean(suggestion), suggestion), syntax: name };
    }
    if (names.has(name.text)) return { ...misfit(`\`${name.text}\` is written twice`), syntax: name };
    names.add(name.text);
    const inner = findMisfit(value, field.type, readConstraints(field.syntax.annotations), bindings);
    if (inner !== undefined) return inner;
  }
  const missing = declaration.fields.find(
    (field) =>
      !names.has(field.syntax.name.text) &&
      field.syntax.default === undefined &&
      resolveAliases(field.type, bindings).kind !== "option",
  );
  if (missing === undefined) return undefined;
  const name = missing.syntax.name.text;
  return misfit(`\`${found}\` has no \`${name}\``, `write \`${name}: …\``);
}

function findScalarMisfit(name: ScalarName, literal: Literal, finder: Finder): Misfit | undefined {
  const { found, misfit, constraints } = finder;
  const range = integerRanges.get(name);
  // `"5"` for a number.
  if (literal.kind === "string" && (range ?? floatLimits.get(name)) !== undefined && isNumberText(literal.value)) {
    return misfit(`\`${found}\` is a string`, ...writing(literal.value));
  }
  if (range !== undefined) {
    const value = literal.kind === "number" ? toInteger(literal.text) : undefined;
    if (literal.kind !== "number" || value === undefined) return misfit(`\`${found}\` is not a whole number`);
    const [minimum, maximum] = range;
    if (value < minimum || value > maximum) return misfit(`\`${found}\` must be from ${minimum} to ${maximum}`);
    return broken(finder, findBrokenRange(literal.text, constraints));
  }
  const limit = floatLimits.get(name);
  if (limit !== undefined) {
    if (literal.kind !== "number") return misfit(`\`${found}\` is not a number`);
    if (Math.abs(Number(literal.text)) > limit) return misfit(`\`${found}\` is too large`);
    return broken(finder, findBrokenRange(literal.text, constraints));
  }
  switch (name) {
    case "bool":
      if (literal.kind === "bool") return undefined;
      return misfit(`\`${found}\` is not \`true\` or \`false\``, ...writing(readTruth(finder.syntax)));
    case "string":
      if (literal.kind !== "string") return misfit(`\`${found}\` is not a string`, `write \`"${found}"\``, `"${found}"`);
      return (
        broken(finder, findBrokenCount("length", [...literal.value].length, constraints)) ??
        broken(finder, findBrokenPattern(literal.value, constraints))
      );
    case "char":
      if (literal.kind !== "string") return misfit(`\`${found}\` is not a string of one character`);
      return [...literal.value].length === 1 ? undefined : misfit(`\`${found}\` is not one character`);
    case "bytes":
      return findBytesMisfit(literal, finder);
    default:
      return withoutLiterals(finder);
  }
}

/** Help and fix for a value that is certain. */
function writing(better: string | undefined): readonly [help: string | undefined, better: string | undefined] {
  return [better === undefined ? undefined : `write \`${better}\``, better];
}

/** `true` or `false` in the words of other languages. */
export function readTruth(syntax: LiteralSyntax): string | undefined {
  const text = syntax.kind === "string" ? syntax.value : syntax.kind === "word" || syntax.kind === "number" ? syntax.text : "";
  const word = text.toLowerCase();
  if (["yes", "on", "1", "y"].includes(word)) return "true";
  if (["no", "off", "0", "n"].includes(word)) return "false";
  return suggest(word, ["true", "false"]);
}

function findBytesMisfit(literal: Literal, finder: Finder): Misfit | undefined {
  const isByte = (element: Literal): boolean => element.kind === "number" && /^(?:[0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-5])$/.test(element.text);
  if (literal.kind !== "list" || !literal.elements.every(isByte)) {
    return finder.misfit(`\`${finder.found}\` is not a list of numbers from 0 to 255`);
  }
  return broken(finder, findBrokenCount("length", literal.elements.length, finder.constraints));
}

function findCaseMisfit(declaration: BoundEnum | BoundVariant | BoundAlias, literal: Literal, finder: Finder): Misfit | undefined {
  // Aliases are followed before.
  if (declaration.kind === "alias") return undefined;
  const { syntax, found, misfit, bindings } = finder;
  const { cases, incomplete } = declaration.syntax;
  const word = literal.kind === "string" ? literal.value : literal.kind === "case" ? literal.name : found;
  const meant = cases.find((one) => one.name.text === word);
  if (meant === undefined && incomplete) return undefined;
  if (meant === undefined) {
    const suggestion = bindings.suggest(word, cases.map((one) => one.name.text));
    return misfit(`\`${found}\` is not one of its cases`, didYouMean(suggestion), suggestion);
  }
  if (literal.kind !== "case") return misfit(`\`${found}\` is a string`, `write \`${word}\``, word);
  const payload =
    declaration.kind === "variant" ? declaration.cases.find((one) => one.syntax === meant)?.payloads[0] : undefined;
  if (payload === undefined) {
    if (syntax.kind !== "case-value") return undefined;
    return misfit(`\`${word}\` carries no value`, `write \`${word}\``, word);
  }
  if (syntax.kind !== "case-value") {
    return misfit(`\`${word}\` carries a value`, `write \`${word}(…)\` with a \`${formatType(payload.syntax)}\``);
  }
  return findMisfit(syntax.value, payload, [], bindings);
}

function withoutLiterals({ misfit }: Finder): Misfit {
  return misfit("no value can be written for it");
}

function broken({ found, misfit }: Finder, constraint: Constraint | undefined): Misfit | undefined {
  return constraint && misfit(`\`${found}\` must ${describeConstraint(constraint)}`);
}

const maxShownLength = 40;

/** As written, shortened, on one line. */
export function formatLiteral(syntax: LiteralSyntax): string {
  switch (syntax.kind) {
    case "list":
      return syntax.elements.length === 0 ? "[]" : "[…]";
    case "record-value":
      return syntax.fields.length === 0 ? "{}" : "{ … }";
    case "case-value":
      return `${shorten(syntax.name.text)}(${formatLiteral(syntax.value)})`;
    case "string":
      return shorten(JSON.stringify(syntax.value));
    default:
      return shorten(syntax.text);
  }
}

function shorten(text: string): string {
  return text.length <= maxShownLength ? text : `${text.slice(0, maxShownLength)}…`;
}
