/** A JSON parser that keeps integers exact and says what is wrong; slower than the native one. */

import type { JsonValue, ParsedJson } from "./json-value.js";
import { endOfString } from "./depth.js";

/** The caller has checked the nesting: the parser is recursive. */
export function parseExact(text: string): ParsedJson {
  const parser = new ExactParser(text);
  try {
    return { kind: "value", value: parser.parse() };
  } catch (error) {
    if (error instanceof JsonProblem) return { kind: "problem", message: error.message, offset: error.offset };
    throw error;
  }
}

class JsonProblem extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const whiteSpace = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const word = /true|false|null/y;

class ExactParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): JsonValue {
    const value = this.#value();
    this.#skipWhiteSpace();
    if (this.#at < this.#text.length) throw this.#expected("the end of the text");
    return value;
  }

  #value(): JsonValue {
    this.#skipWhiteSpace();
    switch (this.#text[this.#at]) {
      case "[":
        return this.#list();
      case "{":
        return this.#object();
      case '"':
        return this.#string();
      default:
        return this.#wordOrNumber();
    }
  }

  #list(): JsonValue[] {
    const list: JsonValue[] = [];
    this.#at++;
    if (this.#skip("]")) return list;
    do list.push(this.#value());
    while (this.#skip(","));
    if (!this.#skip("]")) throw this.#expected("`,` or `]`");
    return list;
  }

  #object(): JsonValue {
    const object: { [key: string]: JsonValue } = {};
    this.#at++;
    if (this.#skip("}")) return object;
    do {
      this.#skipWhiteSpace();
      if (this.#text[this.#at] !== '"') throw this.#expected("a quoted key");
      const key = this.#string();
      if (!this.#skip(":")) throw this.#expected("`:`");
      setOwn(object, key, this.#value());
    } while (this.#skip(","));
    if (!this.#skip("}")) throw this.#expected("`,` or `}`");
    return object;
  }

  #string(): string {
    const start = this.#at;
    const end = endOfString(this.#text, start);
    if (end === this.#text.length) throw new JsonProblem("a string without its closing quote", start);
    this.#at = end + 1;
    const inner = this.#text.slice(start + 1, end);
    return /[\\\u0000-\u001f]/.test(inner) ? unescape(this.#text.slice(start, end + 1), start) : inner;
  }

  #wordOrNumber(): JsonValue {
    if (this.#match(word)) {
      const text = word.lastIndex;
      const found = this.#text.slice(this.#at, text);
      this.#at = text;
      return found === "null" ? null : found === "true";
    }
    const match = this.#match(number);
    if (!match) throw this.#expected("a value");
    const isInteger = match[1] === undefined && match[2] === undefined;
    const value = isInteger ? toExactInteger(match[0]) : Number(match[0]);
    if (value === Infinity || value === -Infinity) throw new JsonProblem("a number of more than 308 digits", this.#at);
    this.#at = number.lastIndex;
    return value;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #skipWhiteSpace(): void {
    this.#match(whiteSpace);
    this.#at = whiteSpace.lastIndex;
  }

  #skip(punctuation: string): boolean {
    this.#skipWhiteSpace();
    const found = this.#text[this.#at] === punctuation;
    if (found) this.#at++;
    return found;
  }

  #expected(what: string): JsonProblem {
    const found = this.#text.codePointAt(this.#at);
    const shown = found === undefined ? "the end of the text" : `\`${String.fromCodePoint(found)}\``;
    return new JsonProblem(`expected ${what}, found ${shown}`, this.#at);
  }
}

/** Text of a string with its quotes, which has escapes or control characters. */
function unescape(quoted: string, offset: number): string {
  let text: string;
  try {
    text = JSON.parse(quoted);
  } catch {
    throw new JsonProblem("a string with a bad escape or a control character", offset);
  }
  if (/[\ud800-\udfff]/u.test(text)) throw new JsonProblem("a string with half a surrogate pair", offset);
  return text;
}

/** More digits than any integer type has; `BigInt` takes quadratic time for very long numbers. */
const maxExactDigits = 40;
/** A `number` depends on no further digits. */
const maxSignificantDigits = 800;

/** An integer too long for every integer type becomes the nearest `number`, as in serde_json: floats still take it. */
function toExactInteger(text: string): number | bigint {
  if (text.length > maxSignificantDigits) {
    return Number(`${text.slice(0, maxSignificantDigits)}e${text.length - maxSignificantDigits}`);
  }
  const value = Number(text);
  return Number.isSafeInteger(value) || text.length > maxExactDigits ? value : BigInt(text);
}

/** Assigning to `__proto__` would set the prototype. */
function setOwn(object: { [key: string]: JsonValue }, key: string, value: JsonValue): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}
