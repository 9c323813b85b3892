/** What the documents show is true: schemas compile, programs type-check, `curl` gets what stands below it. */

import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatOutputs } from "../compiler/emit/format.js";
import { emit } from "../compiler/emit/index.js";
import { typeCheck } from "../compiler/project/type-check.js";
import { projectFiles } from "../compiler/scaffold/project-files.js";
import { templates } from "../compiler/scaffold/templates.js";
import { hproc, onNode } from "./cli/run-hproc.js";
import { runHere } from "./cli/run-here.js";
import { withFiles } from "./component/temporary-project.js";
import { exampleCases, goldenCases } from "./emit/schemas.js";
import { bundleClient } from "./support/client.js";
import { compile, compileModel } from "./support/compile.js";
import {
  blocksOf, codeBlocks, curlExamples, document, documents, filesOf, send, type HttpRequest,
} from "./support/documents.js";
import { repositoryFolder, type TextFile } from "./support/golden.js";
import { createProject } from "./support/project.js";
import { typeCheck as typeCheckInMemory } from "./support/type-check.js";

const test = suite("documents");

const newProject = projectFiles({
  name: "new",
  template: templates.minimal,
  schema: "counter.hproc",
  processId: "counter:new:template.os",
  hproc: { version: "", node: "", nodeTypes: "" },
});

for (const { path, text } of documents) {
  // A block with a name is a file that the others may use.
  const named = filesOf(text);
  for (const [index, block] of codeBlocks(text, "hproc").entries()) {
    test(`${path}: schema ${index + 1} has no errors and no warnings`, () => {
      const schema = /^package /m.test(block) ? block : `package test:template.os@0.1.0\n${block}`;
      assert.equal(
        compile({ "test.hproc": schema, ...named }).diagnostics.map(({ code, message }) => `${code}: ${message}`),
        [],
      );
    });
  }

  test(`${path}: what is generated is as shown`, async () => {
    let schema = "";
    for (const { info, code } of blocksOf(text)) {
      if (info === "hproc") schema = code;
      if (!/ generated$/.test(info)) continue;
      const name = /^package ([^:]+):/m.exec(schema)?.[1] ?? "test";
      const outputs = await formatOutputs(emit(compileModel({ [`${name}.hproc`]: schema })));
      assert.ok(outputs.some((output) => output.text.includes(code)), `not generated:\n${code}`);
    }
  });

  test(`${path}: every link leads to a file`, () => {
    const links = [...text.matchAll(/\]\(([^)#]+)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^\w+:/.test(target));
    assert.equal(
      links.filter((target) => !existsSync(join(repositoryFolder, dirname(path), target))),
      [],
    );
  });

  test(`${path}: every npm script exists, here or in a new project`, () => {
    const ours = readFileSync(join(repositoryFolder, "package.json"), "utf8");
    const scripts = { ...JSON.parse(ours).scripts, ...JSON.parse(newProject["package.json"] ?? "").scripts };
    const named = [...text.matchAll(/npm (?:run )?(?!packages?\b)([a-z:]+)/g)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "install");
    assert.equal(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });
}

test("README: the commands are those that there are", async () => {
  const rows = [...document("README.md").matchAll(/^\| `hproc (\w+) [^`|]+` \|/gm)].map(([, name]) => name);
  const [commands = ""] = (await runHere("--help")).stdout.split("\n  path ");
  assert.equal(
    rows,
    [...commands.matchAll(/^ {2}(\w+) {2,}\w/gm)].map(([, name]) => name),
  );
});

test("README: the handlers fit the schema", async () => {
  const files = { ...(await readmeProject()), ...(await generatedFiles()) };
  await withFiles(files, async (folder) => assert.equal(await typeCheck(folder, ["generated/counter.main.ts"]), []));
});

test("README: `curl` gets what is shown", async () => {
  await withFiles(await readmeProject(), async (folder) => {
    await onNode(folder, async (origin) => {
      for (const { request, answer } of curlExamples(document("README.md"))) {
        assert.equal(await (await send(origin, request)).text(), answer);
      }
      // More than a u64 holds: the result does not fit, which is the handler's fault.
      const path = "/counter:counter:template.os/api/total";
      const failed = await send(origin, { method: "POST", path, body: "18446744073709551615" });
      assert.equal([failed.status, await errorCode(failed)], [500, "handler/failed"]);
    });
  });
});

test("docs/deploying.md: commands print what is shown", async () => {
  await withFiles({}, async (folder) => {
    await copyTodo(folder);
    await onNode(folder, async (origin) => {
      const examples = commandExamples(document("docs/deploying.md"));
      assert.is(examples.length, 9);
      for (const { words, printed } of examples) {
        const run = await hproc(folder, ...words, "--node", origin);
        assert.fixture(run.stdout + run.stderr, printed, words.join(" "));
      }
    });
  });
});

test("docs/runtime.md: errors are as shown", async () => {
  const text = document("docs/runtime.md");
  const promised = [...text.matchAll(/^\| (\d{3}) \| .* \| `([a-z-]+\/[a-z-]+)` \|$/gm)].map(
    ([, status, code]) => `${status} ${code}`,
  );
  await withFiles({}, async (folder) => {
    await copyTodo(folder);
    await onNode(folder, async (origin) => {
      for (const { request, answer } of curlExamples(text)) {
        assert.equal(JSON.parse(await (await send(origin, request)).text()), JSON.parse(answer));
      }
      const tasks = "/todo:todo:template.os/api/tasks";
      const provoking: readonly HttpRequest[] = [
        { method: "POST", path: tasks, body: "{" },
        { method: "POST", path: tasks, body: "{}" },
        { method: "GET", path: "/todo:todo:template.os/api/none" },
        { method: "PUT", path: tasks },
        { method: "POST", path: tasks, body: `"${"x".repeat(16 * 1024 * 1024)}"` },
        { method: "POST", path: tasks, body: "{}", contentType: "image/png" },
      ];
      const found: string[] = [];
      for (const request of provoking) {
        const answer = await send(origin, request);
        found.push(`${answer.status} ${await errorCode(answer)}`);
      }
      // The handlers of this process neither fail nor take long; those of other tests do.
      assert.equal([...found, "408 handler/timeout", "500 handler/failed"], promised);
    });
  });
});

for (const path of ["README.md", "docs/clients.md"]) {
  test(`${path}: what pages do with clients is right by its types`, async () => {
    const page = codeBlocks(document(path), "ts page").join("\n");
    const imported = [...page.matchAll(/"\.\/generated\/(\w+)\.client\.js"/g)].map(([, name = ""]) => name);
    assert.ok(imported.length > 0);
    const files = await Promise.all(imported.map(clientFiles));
    // Each client beside the types of its own schema.
    const text = page.replace(/"\.\/generated\/(\w+)\./g, '"./$1/generated/$1.');
    assert.is(await typeCheckInMemory([...files.flat(), { path: "page.ts", text: `${text}\nexport {};\n` }], "page"), "");
  });
}

test("docs/clients.md: the program prints what is shown", async () => {
  const text = document("docs/clients.md");
  const [program = ""] = codeBlocks(text, "ts program");
  const { folder, remove } = await createProject("examples/todo");
  await onNode(folder, async (origin) => {
    const entry = join(folder, "program.ts");
    const outfile = join(folder, "program.mjs");
    // The package is installed here, not in the project.
    const installed = program.replace('"ws"', JSON.stringify(import.meta.resolve("ws")));
    await writeFile(entry, installed.replaceAll("http://localhost:8080", origin));
    await bundleClient({ entry, outfile });
    // Without colours, whatever the runner of these tests has.
    const env = { ...process.env, FORCE_COLOR: "0" };
    const { stdout } = await promisify(execFile)(process.execPath, [outfile], { timeout: 30_000, env });
    assert.equal([stdout], codeBlocks(text, "text output"));
  });
  await remove();
});

for (const example of ["todo", "async-requester", "ticker"]) {
  test(`docs/testing.md: the tests of ${example} pass`, async () => {
    const { folder, remove } = await createProject(`examples/${example}`);
    const text = codeBlocks(document("docs/testing.md"), `ts ${example}`).join("\n");
    await writeFile(join(folder, `${example}.test.ts`), text);
    const { code, stdout, stderr } = await hproc(folder, "test");
    await remove();
    const count = [...text.matchAll(/^test\(/gm)].length;
    assert.equal([code, /^ℹ pass (\d+)$/m.exec(stdout)?.[1]], [0, String(count)], `${stdout}${stderr}`);
  });
}

test("docs/runtime.md: the process with system processes does what its tests in docs/testing.md say", async () => {
  const [schema = ""] = codeBlocks(document("docs/runtime.md"), "hproc library");
  const [program = ""] = codeBlocks(document("docs/runtime.md"), "ts library");
  const [tests = ""] = codeBlocks(document("docs/testing.md"), "ts library");
  await withFiles({ "library.hproc": schema, "library.ts": program, "library.test.ts": tests }, async (folder) => {
    const { code, stdout, stderr } = await hproc(folder, "test");
    assert.equal([code, /^ℹ pass (\d+)$/m.exec(stdout)?.[1]], [0, "1"], `${stdout}${stderr}`);
    assert.equal(await typeCheck(folder, ["generated/library.main.ts"]), []);
  });
});

test.run();

/** The client of a process of an example or a golden case, with what it imports, in a folder of its name. */
async function clientFiles(name: string): Promise<readonly TextFile[]> {
  const found = [...exampleCases(), ...goldenCases()].find(({ model }) => model.processes.some(({ id }) => id.processName === name));
  assert.ok(found, name);
  return (await formatOutputs(emit(found.model)))
    .filter(({ path }) => [`generated/${name}.client.ts`, "generated/types.ts", "generated/codecs.ts"].includes(path))
    .map(({ path, text }) => ({ path: `${name}/${path}`, text }));
}

/** The files that README has the reader write. */
async function readmeProject(): Promise<Readonly<Record<string, string>>> {
  const [schema = ""] = codeBlocks(document("README.md"), "hproc");
  const [handlers = ""] = codeBlocks(document("README.md"), "ts");
  return { "counter.hproc": schema, "counter.ts": handlers };
}

async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  const [schema = ""] = codeBlocks(document("README.md"), "hproc");
  const outputs = await formatOutputs(emit(compileModel({ "counter.hproc": schema })));
  return Object.fromEntries(outputs.map(({ path, text }) => [path, text]));
}

/** As an author has it: nothing is generated yet. */
async function copyTodo(folder: string): Promise<void> {
  const unwanted = /(?:^|\/)(?:generated|api|pkg|\.hproc)$/;
  await cp(join(repositoryFolder, "examples/todo"), folder, {
    recursive: true,
    filter: (path) => !unwanted.test(path),
  });
}

/**
 *     $ hproc call todo countTasks
 *     1
 */
function commandExamples(text: string): readonly { readonly words: readonly string[]; readonly printed: string }[] {
  return [...text.matchAll(/^ {4}\$ hproc (.*)\n((?: {4}(?!\$ ).*\n|\n(?= {4}))+)/gm)].map(([, line = "", printed = ""]) => ({
    words: [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare = ""]) => quoted ?? bare),
    printed: printed.replace(/^ {4}/gm, ""),
  }));
}

async function errorCode(answer: Response): Promise<unknown> {
  return ((await answer.json()) as { error?: { code?: unknown } }).error?.code;
}
