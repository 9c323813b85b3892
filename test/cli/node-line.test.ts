/** The lines of `hproc dev` on a terminal. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatNodeLine } from "../../compiler/cli/node-line.js";

const test = suite("lines of the node on a terminal");

const now = new Date(2026, 0, 2, 3, 4, 5);
const source = { processName: "todo-list", packageName: "todo", publisherNode: "template.os" };

for (const [text, plain, coloured] of [
  [
    "todo:template.os: info [#1 GET /] hello",
    "03:04:05 todo-list info [#1 GET /] hello",
    "\u001b[90m03:04:05\u001b[39m \u001b[36mtodo-list\u001b[39m \u001b[32minfo\u001b[39m [#1 GET /] hello",
  ],
  [
    "todo:template.os: error failed\nError: x\n    at f (a.ts:1)",
    "03:04:05 todo-list error failed\n         Error: x\n             at f (a.ts:1)",
    "\u001b[90m03:04:05\u001b[39m \u001b[36mtodo-list\u001b[39m \u001b[31merror\u001b[39m failed\n         Error: x\n             at f (a.ts:1)",
  ],
  [
    "todo:template.os: information of a Rust process",
    "03:04:05 todo-list information of a Rust process",
    "\u001b[90m03:04:05\u001b[39m \u001b[36mtodo-list\u001b[39m information of a Rust process",
  ],
  ["error of the node itself", "03:04:05 error of the node itself", "\u001b[90m03:04:05\u001b[39m error of the node itself"],
] as const) {
  test(text.replaceAll("\n", " "), () => {
    const line = { source, verbosity: 0, text };
    assert.is(formatNodeLine(line, { colour: false, now }), plain);
    assert.is(formatNodeLine(line, { colour: true, now }), coloured);
  });
}

test.run();
