/** An author's mistake is an exception and ends nothing, whatever the engine makes of its stack. */

import * as assert from "uvu/assert";
import { ask } from "./ask.js";
import type { Case } from "./cases.js";

/** In `project/mistakes.ts`: each calls itself through something else. */
const endless = ["function", "callback", "sort", "replace", "generator", "getter", "proxy", "constructor", "text", "json", "reviver"];
/** Engines differ in which of them they can do. */
const deep = ["deep text", "deep value", "deep list", "deep clone", "deep pattern"];

export const mistakeCases: readonly Case[] = [
  ...endless.map((kind) => ({
    name: `recursion without end throws: ${kind}`,
    run: async (host: Parameters<Case["run"]>[0]) => assert.is(await ask(host, `GET /api/mistake/${kind}`), '200 "threw"'),
  })),
  ...deep.map((kind) => ({
    name: `very deep nesting ends nothing: ${kind}`,
    run: async (host: Parameters<Case["run"]>[0]) =>
      assert.match(await ask(host, `GET /api/mistake/${encodeURIComponent(kind)}`), /^200 "(?:threw|gave (?:object|\d+))"$/),
  })),
  {
    name: "what is not very deep is no mistake",
    run: async (host) => assert.is(await ask(host, `GET /api/mistake/${encodeURIComponent("text of 200 levels")}`), '200 "gave 400"'),
  },
  {
    name: "async functions within each other are not limited by the stack",
    run: async (host) => assert.is(await ask(host, "GET /api/awaits/5000"), "200 5000"),
  },
  {
    name: "half of a surrogate pair can be logged",
    run: async (host) => assert.is(await ask(host, "GET /api/half"), "200 null"),
  },
];
