/** `URL` and `URLSearchParams` of the URL Standard: in the bundle of a program that names one of them, and in no other. */

// First: the library makes a TextEncoder when it loads.
import "../install.js";
import * as library from "whatwg-url";

const { URL, URLSearchParams } = library;
for (const [name, value] of Object.entries({ URL, URLSearchParams })) {
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
}

// The bundler takes the names of exports for those of the globals they stand for.
export { URL, URLSearchParams, URL as "globalThis.URL", URLSearchParams as "globalThis.URLSearchParams" };
