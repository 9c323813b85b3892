/** The schemas whose outputs the tests of the emitters look at: golden cases and examples. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../compiler/model/model.js";
import { compileModel } from "../support/compile.js";
import { goldenFolder, listFolders, readFolder, repositoryFolder, type TextFile } from "../support/golden.js";

export interface SchemaCase {
  readonly name: string;
  readonly model: Model;
  /** What an author wrote for it, beside the schema. */
  readonly author: readonly TextFile[];
}

/** `test/golden/<name>/input/<name>.hproc`. */
export function goldenCases(): readonly SchemaCase[] {
  return listFolders(goldenFolder).map((name) => ({
    name,
    model: readModel(join(goldenFolder, name, "input"), name),
    author: readFolder(join(goldenFolder, name, "author")),
  }));
}

/** `examples/<name>/<name>.hproc`. */
export function exampleCases(): readonly SchemaCase[] {
  const examples = join(repositoryFolder, "examples");
  return listFolders(examples)
    .filter((name) => existsSync(join(examples, name, `${name}.hproc`)))
    .map((name) => ({
      name,
      model: readModel(join(examples, name), name),
      author: readFolder(join(examples, name)).filter(({ path }) => /^[^/.]+\.ts$/.test(path)),
    }));
}

function readModel(folder: string, name: string): Model {
  const fileName = `${name}.hproc`;
  return compileModel({ [fileName]: readFileSync(join(folder, fileName), "utf8") });
}
