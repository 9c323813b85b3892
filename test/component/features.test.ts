/** A component has of our runtime what its schema asks for. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundle } from "../../compiler/component/bundle.js";
import { installedModules } from "../../compiler/component/installed-modules.js";
import { withFiles } from "./temporary-project.js";

const test = suite("features");

/** Parts of the runtime that are large, by what brings them. */
const parts: Readonly<Record<string, readonly string[]>> = {
  withVfs: ["services/vfs", "services/service-client"],
  withKv: ["services/kv", "services/database", "services/service-client"],
  withSqlite: ["services/sqlite", "services/sql-parameters", "services/database", "services/service-client"],
  withFetch: ["services/fetch", "services/service-client"],
  withCalls: ["calls", "call-form"],
  withSockets: ["channels", "frames"],
  withClients: ["channels", "frames", "connection"],
  withUi: ["serve-ui"],
};

const allParts = [...new Set(Object.values(parts).flat())].sort();

/** Those of the parts that are in the bundle of a process with these features. */
async function partsOf(...features: readonly string[]): Promise<readonly string[]> {
  const main = `import { run } from "hproc/guest/boot";
import { ${["defineProcess", ...features].join(", ")} } from "hproc/guest";
export const init = run(defineProcess(${["{}", ...features].join(", ")}).process({}));
`;
  return withFiles({ "main.ts": main }, async (folder) => {
    const result = await bundle({ entry: "main.ts", projectRoot: folder, hproc: installedModules });
    if (result.kind === "failed") throw new Error(JSON.stringify(result.problems));
    return allParts.filter((part) => result.source.includes(`// hproc:runtime/guest/${part}.js\n`));
  });
}

test("none where none is asked for", async () => {
  assert.equal(await partsOf(), []);
});

for (const [feature, expected] of Object.entries(parts)) {
  test(`${feature} brings its own alone`, async () => {
    assert.equal(await partsOf(feature), [...expected].sort());
  });
}

test.run();
