/** The codecs that the compiler emits for `project/sink.hproc`. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Codec } from "../../runtime/contract/index.js";
import { compileModel } from "../support/compile.js";
import { loadGenerated } from "../support/generated-module.js";
import { folder } from "./fixtures.js";

const model = compileModel(readFileSync(join(folder, "project/sink.hproc"), "utf8"));
const sink = await loadGenerated(model);

export const sinkTypes: readonly string[] = model.types.map(({ name }) => name);

/** By the type's name: `ByColor`. */
export const sinkCodec = (type: string): Codec<unknown> => sink.codec(`${type.charAt(0).toLowerCase()}${type.slice(1)}Codec`);
