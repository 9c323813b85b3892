/** The package as other programs import it. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  check,
  checkSchema,
  compileSchema,
  createSourceFile,
  emit,
  formatOutputs,
  parse,
  renderDiagnostics,
  UsageError,
} from "../compiler/index.js";
import { schema } from "./cli/counter-project.js";
import { createMemoryHost } from "./project/memory-host.js";
import { repositoryFolder } from "./support/golden.js";

const test = suite("package");

const location = { folder: "/p", fileName: "counter.hproc", displayPath: "p/counter.hproc" };

test("every entry of package.json is a file, with its types", () => {
  const { exports, bin } = JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8"));
  const targets: string[] = [...Object.values(exports), bin.hproc].flatMap((entry) =>
    typeof entry === "object" && entry !== null ? Object.values(entry) : [entry],
  );
  const files = targets.filter((target) => !target.includes("*"));
  assert.equal(
    files.filter((target) => !existsSync(join(repositoryFolder, target))),
    [],
  );
});

test("`hproc` is the compiler's public entry", async () => {
  // By a variable, so that it is found at run time as other programs find it.
  const name = "hproc";
  assert.is((await import(name)).compileSchema, compileSchema);
});

test("stage by stage: a text becomes a model, and the model files", async () => {
  const { tree, diagnostics } = parse(createSourceFile("counter.hproc", schema));
  const { model } = check([{ tree, files: new Map(), missing: [] }]);
  assert.equal(diagnostics, []);
  assert.ok(model);
  const files = await formatOutputs(emit(model));
  assert.equal(
    files.filter(({ path }) => path.startsWith("pkg/")).map(({ path }) => path),
    ["pkg/manifest.json"],
  );
});

test("as a whole, on any host: the same files, and only when nothing is wrong", async () => {
  const host = createMemoryHost({ "/p/counter.hproc": schema });
  const { model, written } = await compileSchema(location, host);
  assert.is(model?.processes[0]?.name, "Counter");
  // Besides the schema there is a record of what cannot say by itself that it was generated.
  assert.is(written?.created.length, host.files.size - 2);

  host.files.set("/p/counter.hproc", schema.replace("u64", "u63"));
  const before = new Map(host.files);
  const broken = await compileSchema(location, host);
  assert.equal([broken.model, broken.written], [undefined, undefined]);
  assert.match(
    renderDiagnostics(broken.diagnostics, { colour: false }),
    /^error name\/unknown-type: no type is named `u63`\n --> p\/counter\.hproc:5:18\n/,
  );
  assert.equal(host.files, before);
});

test("a schema that is not there is wrong use", async () => {
  const error: unknown = await checkSchema(location, createMemoryHost()).catch((thrown: unknown) => thrown);
  assert.instance(error, UsageError);
  assert.is((error as UsageError).message, "there is no file `p/counter.hproc`");
});

test.run();
