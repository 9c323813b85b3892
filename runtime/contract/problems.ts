/** What is wrong with a value that came from outside: every violation, each with the path to the offending part. */

/** One violation. `path` is relative to the value that was decoded until `within` puts it under its parents. */
export interface Problem {
  /** Such as `items[2].price`; empty for the value itself. */
  readonly path: string;
  /** What would have been accepted, such as `u32` or `string of 1 to 200 characters`. */
  readonly expected: string;
  /** What came, shortened, such as `number -1` or `nothing`. */
  readonly found: string;
}

/** No more violations than this are kept, so that a hostile value costs bounded memory. */
export const maxProblemCount = 32;

/**
 * Collects violations while a value is decoded. Paths are built on the way out, so a value without violations pays
 * one integer comparison for each part.
 */
export class Problems {
  #list: Problem[] = [];
  /**
   * Violations so far, also those beyond `maxProblemCount`. Remember it before a part is decoded: when it has grown
   * afterwards, the part must not be used. Only this class changes it; a plain property, since it is read for each part.
   */
  count = 0;

  /** True when nothing more is kept, so that decoding the rest of a list is pointless. */
  get isFull(): boolean {
    return this.count >= maxProblemCount;
  }

  get list(): readonly Problem[] {
    return this.#list;
  }

  /** Records a violation of the value that is being decoded, or of its part `step`. */
  add(expected: string, value: unknown, step?: string | number): void {
    const path = step === undefined ? "" : joinPath(step, "");
    if (!this.isFull) this.#list.push({ path, expected, found: describeFound(value) });
    this.count++;
  }

  /** What was found since `mark` is a secret, and so are the names within it, which may be keys of a map. */
  hide(mark: number): void {
    for (let index = mark; index < this.#list.length; index++) {
      const problem = this.#list[index];
      if (problem) this.#list[index] = { path: "", expected: problem.expected, found: secretFound };
    }
  }

  /** Puts the violations found since `mark` under a field name or an index, if there is one. */
  within(mark: number, step: string | number | undefined): void {
    if (step === undefined) return;
    for (let index = mark; index < this.#list.length; index++) {
      const problem = this.#list[index];
      if (problem) this.#list[index] = { ...problem, path: joinPath(step, problem.path) };
    }
  }
}

/** Stands for a value that is not shown. */
export const secretFound = "(secret)";

/** `items` and `[2].price` become `items[2].price`. */
export function joinPath(step: string | number, rest: string): string {
  const head = typeof step === "number" ? `[${step}]` : step;
  return rest === "" || rest.startsWith("[") ? head + rest : `${head}.${rest}`;
}

/** A short description of a decoded JSON value: `number -1`, `string "abc"`, `object`, `nothing`. */
export function describeFound(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "string":
      return `string ${JSON.stringify(shorten(value))}`;
    case "number":
      return `number ${value}`;
    case "bigint":
      return `number ${shorten(value.toString())}`;
    case "boolean":
      return `bool ${value}`;
    default:
      if (value instanceof Uint8Array) return `${value.length} bytes`;
      return value === null ? "null" : Array.isArray(value) ? `list of ${value.length}` : "object";
  }
}

const maxShownLength = 40;

function shorten(text: string): string {
  return text.length <= maxShownLength ? text : `${text.slice(0, maxShownLength)}…`;
}
