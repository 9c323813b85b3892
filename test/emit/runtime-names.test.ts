import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compilerVersion } from "../../compiler/emit/print/header.js";
import {
  clientTypes, clientValues, contractTypes, contractValues, guestTypes, guestValues,
} from "../../compiler/emit/print/runtime-names.js";
import * as client from "../../runtime/client/index.js";
import * as contract from "../../runtime/contract/index.js";
import * as guest from "../../runtime/guest/index.js";
import { repositoryFolder } from "../support/golden.js";
import { typeCheck } from "../support/type-check.js";

const test = suite("names that generated code imports");

test("the contract, the guest and the client export every value", () => {
  assert.equal(
    contractValues.filter((name) => !(name in contract)),
    [],
  );
  assert.equal(
    guestValues.filter((name) => !(name in guest)),
    [],
  );
  assert.equal(
    clientValues.filter((name) => !(name in client)),
    [],
  );
});

test("the contract, the guest and the client export every type", async () => {
  const text = `
    export type { ${contractTypes.join(", ")} } from "hproc/contract";
    export type { ${guestTypes.join(", ")} } from "hproc/guest";
    export type { ${clientTypes.join(", ")} } from "hproc/client";
  `;
  assert.is(await typeCheck([{ path: "names.ts", text }], "page"), "");
});

test("outputs carry the version of the package", () => {
  const { version } = JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8"));
  assert.is(compilerVersion, version);
});

test.run();
