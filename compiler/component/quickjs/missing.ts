/** Globals that StarlingMonkey has and QuickJS lacks, and what no engine has. */

import type { MissingGlobal } from "../engine.js";
import { missingEverywhere } from "../missing-everywhere.js";

const otherEngine = "the other engine has it: `--engine starlingmonkey`, or `engine starlingmonkey` in the process";

export const missingGlobals: readonly MissingGlobal[] = [
  ...missingEverywhere,
  ...[
    "Blob",
    "CompressionStream",
    "CustomEvent",
    "DecompressionStream",
    "File",
    "FormData",
    "Headers",
    "ReadableStream",
    "Request",
    "Response",
    "TransformStream",
    "WritableStream",
    "crypto.subtle",
  ].map((name) => ({ name, help: otherEngine })),
];
