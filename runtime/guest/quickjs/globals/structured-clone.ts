/** `structuredClone` of the HTML Standard, for what the language itself has; nothing of it can be transferred but buffers. */

import { OwnPromise } from "../promise.js";
import { domException } from "./dom-exception.js";

/** https://html.spec.whatwg.org/multipage/structured-data.html#structured-cloning */
export function structuredClone(value: unknown, options?: { readonly transfer?: Iterable<unknown> }): unknown {
  if (arguments.length === 0) throw new TypeError("structuredClone takes a value");
  const transferred = [...(options?.transfer ?? [])];
  const refused = transferred.find((each) => !(each instanceof ArrayBuffer));
  if (refused !== undefined) throw uncloneable(refused, "cannot be transferred");
  const cloner = new Cloner();
  const clone = cloner.clone(value);
  for (const buffer of transferred) (buffer as Detachable).transfer();
  return clone;
}

interface Detachable {
  transfer(): unknown;
}

/** The constructors of which errors keep their names. */
const errors: Readonly<Record<string, new (message?: string) => Error>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

class Cloner {
  /** What has been met, so that it is one object in the clone, too. */
  readonly #clones = new Map<object, object>();

  clone(value: unknown): unknown {
    if (typeof value === "symbol" || typeof value === "function") throw uncloneable(value, "could not be cloned");
    if (typeof value !== "object" || value === null) return value;
    const known = this.#clones.get(value);
    if (known) return known;
    const clone = this.#create(value);
    this.#clones.set(value, clone);
    this.#fill(clone, value);
    return clone;
  }

  #create(value: object): object {
    if (Array.isArray(value)) return new Array(value.length);
    if (value instanceof Map) return new Map();
    if (value instanceof Set) return new Set();
    if (value instanceof Date) return new Date(value.getTime());
    if (value instanceof RegExp) return new RegExp(value.source, value.flags);
    if (value instanceof ArrayBuffer) return value.slice(0);
    if (ArrayBuffer.isView(value)) return this.#createView(value);
    if (value instanceof Error) return createError(value);
    const primitive = boxed(value);
    if (primitive !== undefined) return Object(primitive) as object;
    if (uncloneableTypes.some((type) => value instanceof type)) throw uncloneable(value, "could not be cloned");
    return {};
  }

  #createView(view: ArrayBufferView): object {
    const buffer = this.clone(view.buffer) as ArrayBuffer;
    if (view instanceof DataView) return new DataView(buffer, view.byteOffset, view.byteLength);
    const name = Reflect.get(view, Symbol.toStringTag) as string;
    const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => object>)[name];
    if (!View) throw uncloneable(view, "could not be cloned");
    return new View(buffer, view.byteOffset, (view as Uint8Array).length);
  }

  #fill(clone: object, value: object): void {
    if (clone instanceof Map && value instanceof Map) {
      for (const [key, each] of [...value]) clone.set(this.clone(key), this.clone(each));
    } else if (clone instanceof Set && value instanceof Set) {
      for (const each of [...value]) clone.add(this.clone(each));
    } else if (value instanceof Error) {
      // Not enumerable, as in an error that is made with one.
      if (Object.hasOwn(value, "cause")) define(clone, "cause", this.clone(value.cause), false);
    } else if (Array.isArray(value) || Object.getPrototypeOf(clone) === Object.prototype) {
      for (const key of Object.keys(value)) {
        if (Object.hasOwn(value, key)) define(clone, key, this.clone((value as Record<string, unknown>)[key]), true);
      }
    }
  }
}

/** A property of its own, whatever its name is. */
function define(target: object, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true });
}

function createError(error: Error): Error {
  const { name, message, stack } = error;
  const Type = Object.hasOwn(errors, name) ? errors[name] : undefined;
  const clone = Type ? new Type() : new Error();
  if (message !== "") define(clone, "message", String(message), false);
  if (typeof stack === "string") define(clone, "stack", stack, false);
  return clone;
}

/** Undefined for what is no object of a primitive value. */
function boxed(value: object): unknown {
  if (value instanceof Boolean || value instanceof Number || value instanceof String || value instanceof BigInt) return value.valueOf();
  if (value instanceof Symbol) throw uncloneable(value, "could not be cloned");
  return undefined;
}

const uncloneableTypes: readonly (abstract new (...values: never[]) => object)[] = [OwnPromise, WeakMap, WeakSet, WeakRef];

function uncloneable(value: unknown, problem: string): Error {
  const shown = typeof value === "object" ? Object.prototype.toString.call(value) : String(value);
  return domException(`${shown} ${problem}`, "DataCloneError");
}
