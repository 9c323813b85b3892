/** What the guides have their readers do, done: projects pass their tests, steps give what is shown. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hproc } from "./cli/run-hproc.js";
import { withFiles } from "./component/temporary-project.js";
import { documents, filesOf, sectionsOf } from "./support/documents.js";

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
      const [formatted, run] = await Promise.all([hproc(folder, "fmt", "--check"), hproc(folder, "test")]);
      assert.is(formatted.code, 0, formatted.stderr);
      assertPassed(files, run);
    });
  });
}

test("there are recipes", () => {
  assert.ok(projects.filter(({ name }) => name.startsWith("docs/cookbook.md: ")).length >= 9);
});

test.run();

/** As many tests as there are have passed, and nothing was warned of. */
function assertPassed(files: Readonly<Record<string, string>>, run: Awaited<ReturnType<typeof hproc>>): void {
  const tests = Object.entries(files).flatMap(([name, text]) => (name.endsWith(".test.ts") ? [...text.matchAll(/^test\(/gm)] : []));
  const passed = /^ℹ pass (\d+)$/m.exec(run.stdout)?.[1];
  assert.equal([run.code, run.stderr, passed], [0, "", `${tests.length}`], `${run.stdout}${run.stderr}`);
}
