/** Values that are logged, as text and as JSON: whatever they are, in bounded length, and without ever throwing. */

import { toAuthorStack } from "./author-stack.js";

/** An error with its stack and causes, a string as it is, other values as JSON. */
export function describe(value: unknown): string {
  try {
    if (typeof value === "string") return value;
    if (value instanceof Error) return describeError(value, maxCauseDepth);
    return toJson(value) ?? String(value);
  } catch {
    return unshowable(value);
  }
}

/**
 * The members of `fields` in a line of a file: those of an object beside the message, an error as `error`, all else as
 * `details`. Each begins with a comma.
 */
export function toFields(details: unknown): string {
  if (details === undefined) return "";
  if (details instanceof Error) return `,"error":${quote(describe(details))}`;
  try {
    const json = toJson(details) ?? quote(String(details));
    const isObject = json.startsWith("{") && typeof details === "object" && details !== null;
    // `message` is taken.
    if (!isObject || "message" in details) return `,"details":${json}`;
    return json === "{}" ? "" : `,${json.slice(1, -1)}`;
  } catch {
    return `,"details":${quote(unshowable(details))}`;
  }
}

/** A string of JSON that every reader takes: a half of a surrogate pair is U+FFFD. What is too long is cut. */
export function quote(text: string): string {
  return JSON.stringify(toWellFormed(text.length > maxLength ? `${text.slice(0, maxLength)}…` : text));
}

export function toWellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}

/** A getter of the value has thrown, or its text cannot be made. */
function unshowable(value: unknown): string {
  return `a value that cannot be shown (${typeof value})`;
}

const maxCauseDepth = 4;

function describeError(error: Error, depth: number): string {
  const head = `${error.name}: ${error.message}`;
  const stack = toAuthorStack(error.stack ?? "");
  // Engines differ in whether the stack repeats the message.
  const own = stack.startsWith(head) ? stack : `${head}\n${stack}`.trimEnd();
  return [own, ...causesOf(error, depth)].join("\ncaused by ");
}

function causesOf(error: Error, depth: number): readonly string[] {
  if (depth === 0) return [];
  const others = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  const causes = error.cause === undefined ? others : [error.cause, ...others];
  return causes
    .slice(0, maxCauseDepth)
    .map((cause) => (cause instanceof Error ? describeError(cause, depth - 1) : describe(cause)));
}

/** How deep lists and objects are followed, and how much is written of one value, in characters. */
const maxDepth = 8;
const maxLength = 16_384;

/** Undefined for what JSON has no form for, as a function. Throws what getters and `toJSON` of the value throw. */
function toJson(value: unknown): string | undefined {
  return new JsonWriter().write(value, []);
}

class JsonWriter {
  #left = maxLength;

  write(value: unknown, within: readonly object[]): string | undefined {
    if (typeof value === "string") return this.#text(value);
    // All digits, as the numbers of JSON have: not the text that `JSON.stringify` would need.
    if (typeof value === "bigint") return this.#take(value.toString());
    if (typeof value === "number") return Number.isFinite(value) ? this.#take(String(value)) : this.#text(String(value));
    if (typeof value === "boolean") return this.#take(String(value));
    if (value === null) return this.#take("null");
    if (typeof value !== "object") return undefined;
    if (value instanceof Error) return this.#text(describeError(value, maxCauseDepth));
    if (ArrayBuffer.isView(value)) return this.#text(`${value.byteLength} bytes`);
    if (within.includes(value)) return this.#text("(itself)");
    if (within.length === maxDepth || this.#left <= 0) return this.#text("…");
    return this.#object(value, [...within, value]);
  }

  #object(value: object, within: readonly object[]): string | undefined {
    if ("toJSON" in value && typeof value.toJSON === "function") return this.write(value.toJSON(), within);
    if (Array.isArray(value) || value instanceof Set) return this.#list(value, within);
    if (value instanceof Map) return this.#list(value, within);
    const members: string[] = [];
    for (const key of Object.keys(value)) {
      if (this.#left <= 0) {
        members.push('"…":"…"');
        break;
      }
      const written = this.write((value as Readonly<Record<string, unknown>>)[key], within);
      if (written !== undefined) members.push(`${this.#take(quote(key))}:${written}`);
    }
    return `{${members.join(",")}}`;
  }

  /** Of a map its pairs. */
  #list(values: Iterable<unknown>, within: readonly object[]): string {
    const elements: string[] = [];
    for (const value of values) {
      elements.push(this.#left <= 0 ? '"…"' : (this.write(value, within) ?? "null"));
      if (this.#left <= 0) break;
    }
    return `[${elements.join(",")}]`;
  }

  #text(text: string): string {
    return this.#take(quote(text));
  }

  #take(written: string): string {
    // One for what stands between it and the next.
    this.#left -= written.length + 1;
    return written;
  }
}
