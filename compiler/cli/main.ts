#!/usr/bin/env node
/** `hproc` as a program. The only place that ends the process. */

import { dispatch, explain } from "./dispatch.js";
import { Interrupted } from "./interrupt.js";
import { createOutput } from "./output.js";

const words = process.argv.slice(2);
const output = createOutput({ json: words.includes("--json") });

process.on("uncaughtException", (error) => process.exit(explain(error, output)));

try {
  // Not `process.exit`: what is still on its way to a pipe must arrive.
  process.exitCode = await dispatch(words, output);
  output.end();
} catch (error) {
  output.end();
  // By the signal itself, so that a shell's loop around us ends too.
  if (error instanceof Interrupted) process.kill(process.pid, error.signal);
  else process.exitCode = explain(error, output);
}
