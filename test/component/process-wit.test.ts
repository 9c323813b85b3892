/** The world that components are built for. */

import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { processWit } from "../../compiler/component/process-wit.js";

const test = suite("process WIT");

test("the check on wasmtime is built against the same text", async () => {
  const copy = new URL("../../../test/wasmtime/wit/process.wit", import.meta.url);
  assert.is(await readFile(copy, "utf8"), processWit);
});

test.run();
