/** What an author reads when their program cannot be loaded; the logs are componentize-js's own. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { explainFailure } from "../../../compiler/component/starlingmonkey/failure.js";

const test = suite("engine failures");

const wizer = "Failed to initialize component (wizer (/home/me/node_modules/@bytecodealliance/wizer-linux-x64/wizer)):\n";

const trapped = (from: string, name: string): string => `${wizer}Error: the \`componentize.wizer\` function trapped

Caused by:
    0: error while executing at wasm backtrace:
           0: 0x8d4a97 - <unknown>!<wasm function 12685>
    1: Error: attempted to call an unknown imported function: '${from}' '${name}'

       You cannot call arbitrary imported functions during Wizer initialization.
`;

for (const [subject, log, message, position] of [
  [
    "an exception",
    `loading\n${wizer}Exception while evaluating top-level script
process.js:20:21 ReferenceError: undefinedThing is not defined
Additionally, some promises were rejected, but the rejection never handled:
Promise rejected but never handled: undefinedThing is not defined
Stack:
  helper@process.js:20:21
  @process.js:4:18
`,
    "the program fails while it is being loaded: ReferenceError: undefinedThing is not defined",
    { line: 20, column: 21 },
  ],
  [
    "an exception that only the stack places",
    `${wizer}Exception while evaluating top-level script\nuncaught exception: text\nStack:\n  @process.js:4:18\n`,
    "the program fails while it is being loaded: text",
    { line: 4, column: 18 },
  ],
  [
    "a host call",
    trapped("hyperware:process/standard@1.0.0", "our"),
    "the program uses `our` of `hyperware:process/standard@1.0.0` while it is being loaded",
    undefined,
  ],
  ["Math.random", trapped("wasi:random/random@0.2.10", "get-random-u64"), "the program uses random numbers while it is being loaded", undefined],
  [
    "no init",
    `Unable to extract expected exports list\nError: "source.js" does not export a "init" function as expected by the world.\n`,
    "the program does not export the function `init`",
    undefined,
  ],
  ["anything else", "spawn ENOENT", "the component could not be made", undefined],
] as const) {
  test(subject, () => {
    const failure = explainFailure(log);
    assert.is(failure.message, message);
    assert.equal(failure.position, position);
    assert.is(failure.log, log);
  });
}

test("what is done too early has advice", () => {
  assert.match(explainFailure(trapped("wasi:random/random@0.2.10", "get-random-u64")).help ?? "", "in `init` or in a handler");
});

test.run();
