#!/usr/bin/env node
/** `hproc` as a program. The only place that ends the process. */

import { dispatch, explain } from "./dispatch.js";
import { findFormat } from "./format.js";
import { Interrupted } from "./interrupt.js";
import { createOutput } from "./output.js";

const words = process.argv.slice(2);
const output = await createOutput(findFormat(words));

process.on("uncaughtException", (error) => {
  const code = explain(error, output);
  output.end();
  process.exit(code);
});

try {
  // Not `process.exit`: what is still on its way to a pipe must arrive.
  process.exitCode = await dispatch(words, output);
  output.end();
} catch (error) {
  // By the signal itself, so that a shell's loop around us ends too.
  if (error instanceof Interrupted) {
    output.end();
    process.kill(process.pid, error.signal);
  } else {
    process.exitCode = explain(error, output);
    output.end();
  }
}
