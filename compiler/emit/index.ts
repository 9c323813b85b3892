/** All outputs of the compiler. */

import type { Config } from "../model/config.js";
import type { Model } from "../model/model.js";
import { InternalError } from "../text/internal-error.js";
import { emitClients } from "./client.js";
import { emitCodecs } from "./codecs.js";
import type { Emitter, OutputFile } from "./emitter.js";
import { emitEntries } from "./entry.js";
import { emitJsonSchema } from "./json-schema.js";
import { emitManifest } from "./manifest.js";
import { emitOpenApi } from "./openapi.js";
import { emitProcesses } from "./process.js";
import { emitTables } from "./table.js";
import { emitTypes } from "./types.js";
import { emitWit } from "./wit.js";

const emitters: readonly Emitter[] = [
  emitTypes,
  emitCodecs,
  emitProcesses,
  emitTables,
  emitEntries,
  emitClients,
  emitWit,
  emitJsonSchema,
  emitOpenApi,
  emitManifest,
];

/** Every output of a model, by path. Throws `InternalError` when two emitters claim one path. */
export function emit(model: Model, config: Config = {}): readonly OutputFile[] {
  const files = new Map<string, OutputFile>();
  for (const file of emitters.flatMap((emitter) => emitter(model, config))) {
    if (files.has(file.path)) throw new InternalError(`two outputs have the path ${file.path}`);
    files.set(file.path, file);
  }
  return [...files.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}
