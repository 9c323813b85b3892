/** Lines of `--json`, as `schemas/diagnostic.schema.json` describes them. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as assert from "uvu/assert";
import { repositoryFolder } from "./golden.js";

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validate = ajv.compile(
  JSON.parse(readFileSync(join(repositoryFolder, "schemas/diagnostic.schema.json"), "utf8")) as object,
);

/** The objects of all lines, each as the schema has it. */
export function readJsonLines(stdout: string): readonly ReturnType<typeof JSON.parse>[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => readJsonLine(line));
}

/** False for what the schema does not allow. */
export function isJsonLine(value: unknown): boolean {
  return validate(value);
}

export function readJsonLine(text: string): ReturnType<typeof JSON.parse> {
  const line: unknown = JSON.parse(text);
  assert.ok(validate(line), `${ajv.errorsText(validate.errors)}: ${text}`);
  return line;
}
