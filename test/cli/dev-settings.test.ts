/** Names, ports and folders of the nodes of `hproc dev`; what is wrong use stands in `usage.test.ts`. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readDevSettings } from "../../compiler/cli/dev-settings.js";

const test = suite("dev settings");

const rows: readonly [values: Record<string, string>, nodes: readonly string[]][] = [
  [{}, ["fake.os undefined p/.hproc/node"]],
  [{ node: "alice.os", port: "9000" }, ["alice.os 9000 p/.hproc/node"]],
  [{ node: "alice.os", home: "kept" }, ["alice.os undefined kept"]],
  [{ nodes: "alice.os" }, ["alice.os undefined p/.hproc/nodes/alice.os"]],
  [{ nodes: "a.os,b.os" }, ["a.os undefined p/.hproc/nodes/a.os", "b.os undefined p/.hproc/nodes/b.os"]],
  [{ nodes: "a.os,b.os", port: "9000", home: "kept" }, ["a.os 9000 kept/a.os", "b.os 9001 kept/b.os"]],
  [{ nodes: "a.os,b.os", port: "0" }, ["a.os 0 p/.hproc/nodes/a.os", "b.os 0 p/.hproc/nodes/b.os"]],
  [{ nodes: "a.os,b.os", port: "65534" }, ["a.os 65534 p/.hproc/nodes/a.os", "b.os 65535 p/.hproc/nodes/b.os"]],
];

for (const [values, expected] of rows) {
  test(JSON.stringify(values), () => {
    const { nodes, locateHome } = readDevSettings({ values });
    assert.equal(nodes.map(({ name, port }) => `${name} ${port} ${locateHome(name, "p")}`), expected);
  });
}

test.run();
