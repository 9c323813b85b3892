/** What the guides have their readers do, done: projects pass their tests, steps give what is shown. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hproc, onNode, type Run } from "./cli/run-hproc.js";
import { withFiles } from "./component/temporary-project.js";
import { codeBlocks, curlExamples, document, documents, filesOf, sectionsOf, send } from "./support/documents.js";

const test = suite("guides");

/** A section that shows a schema and a test is a project. */
const projects = documents.flatMap(({ path, text }) =>
  [...sectionsOf(text)].flatMap(([heading, section]) => {
    const files = filesOf(section);
    const names = Object.keys(files);
    const isProject = names.some((name) => name.endsWith(".hproc")) && names.some((name) => name.endsWith(".test.ts"));
    return isProject ? [{ name: `${path}: ${heading}`, files }] : [];
  }),
);

for (const { name, files } of projects) {
  test(`${name}: its tests pass`, async () => {
    await withFiles(files, async (folder) => {
      assert.is((await hproc(folder, "fmt", "--check")).code, 0, "not formatted");
      assertPassed(files, await hproc(folder, "test"));
    });
  });
}

test("there are as many projects as the guides speak of", () => {
  const count = (path: string): number => projects.filter(({ name }) => name.startsWith(`docs/${path}: `)).length;
  assert.equal(["cookbook.md", "how-requests-are-answered.md", "from-rust.md"].map(count), [9, 1, 1]);
});

test("docs/getting-started.md: each step does what is shown", async () => {
  const sections = sectionsOf(document("docs/getting-started.md"));
  const section = (heading: string): string => sections.get(heading) ?? "";
  await withFiles({}, async (folder) => {
    const made = await hproc(folder, "new", "my-counter");
    // An installed hproc has the project install what its `package.json` names.
    const said = made.stdout.replace(/npm install --save-dev \S+/, "npm install").replace(/^/gm, "    ").trimEnd();
    assert.ok(section("Make a project").includes(`    $ npx hproc new my-counter\n${said}\n`), said);

    const project = join(folder, "my-counter");
    const { "counter.hproc": schema = "", "counter.ts": handlers = "" } = filesOf(section("Change it"));
    const [shown = ""] = codeBlocks(section("Change it"), "text dev");
    await onNode(project, async (origin, { printed, complained }) => {
      await assertAnswers(origin, section("See it run"));
      await writeFile(join(project, "counter.hproc"), schema);
      await printed("reloaded Counter, ");
      assert.is(await complained("1 error\n"), `${shown}\n1 error\n`);
      await writeFile(join(project, "counter.ts"), handlers);
      await printed(/(reloaded Counter, [^]*){2}/);
      await assertAnswers(origin, section("Change it"));
    });
    assert.is((await hproc(project, "fmt", "--check")).code, 0, "not formatted");

    const files = filesOf(section("Test it"));
    await writeFile(join(project, "counter.test.ts"), files["counter.test.ts"] ?? "");
    assertPassed(files, await hproc(project, "test"));
  });
});

test.run();

/** Every `curl` of the section gets what stands below it. */
async function assertAnswers(origin: string, section: string): Promise<void> {
  const examples = curlExamples(section);
  assert.ok(examples.length > 0);
  for (const { request, answer } of examples) {
    assert.equal(JSON.parse(await (await send(origin, request)).text()), JSON.parse(answer));
  }
}

/** As many tests as there are have passed, and nothing was warned of. */
function assertPassed(files: Readonly<Record<string, string>>, { code, stdout, stderr }: Run): void {
  const tests = Object.entries(files).flatMap(([name, text]) =>
    name.endsWith(".test.ts") ? [...text.matchAll(/^test\(/gm)] : [],
  );
  const passed = /^ℹ pass (\d+)$/m.exec(stdout)?.[1];
  assert.equal([code, stderr, passed], [0, "", `${tests.length}`], `${stdout}${stderr}`);
}
