/** The globals of a process in QuickJS. Imported before all else, so that modules which load find them. */

import { installTimers } from "../install-timers.js";
import { fromAsync } from "./array-from-async.js";
import { AbortController, AbortSignal } from "./globals/abort.js";
import { console } from "./globals/console.js";
import { crypto } from "./globals/crypto.js";
import { Event, EventTarget } from "./globals/events.js";
import { structuredClone } from "./globals/structured-clone.js";
import { TextDecoder } from "./globals/text-decoder.js";
import { TextEncoder } from "./globals/text-encoder.js";
import { queueMicrotask } from "./jobs.js";
import { combinators } from "./promise-combinators.js";
import { OwnPromise } from "./promise.js";
import { random } from "./random.js";

// Ten are its default: what calls a handler of the author's takes as many.
Object.assign(Error, { stackTraceLimit: 50 });

const EnginePromise = globalThis.Promise;

defineAll(OwnPromise, combinators);
defineAll(globalThis, {
  AbortController,
  AbortSignal,
  console,
  crypto,
  Event,
  EventTarget,
  Promise: OwnPromise,
  queueMicrotask,
  self: globalThis,
  structuredClone,
  TextDecoder,
  TextEncoder,
});
defineAll(Math, { random });
defineAll(Array, { fromAsync });

// Nothing runs the jobs of the engine's own promises: what waits for one would wait for ever, and not say so.
defineAll(EnginePromise.prototype, {
  then(): never {
    throw new TypeError(
      "this promise is one of the engine, which never settles in a process: code in `eval` or `new Function` and `import()` cannot be asynchronous here",
    );
  },
});
// Its methods give promises of the engine; `await using` does not need it.
Reflect.deleteProperty(globalThis, "AsyncDisposableStack");

/** Starts the timers that were set until then. */
export const startTimers = installTimers();

/** As the language defines its own: not enumerable. */
function defineAll(target: object, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
  }
}
