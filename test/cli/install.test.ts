/** `hproc install` and `hproc uninstall`: what they send to a node, and all that keeps a package from being installed. */

import { writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { plainProcess } from "../component/component-bytes.js";
import { withFiles } from "../component/temporary-project.js";
import { withFakeNode, type Posted, type Reply } from "../support/fake-node.js";
import { readJsonLines } from "../support/json-lines.js";
import { packageZip, sha256, zipOf } from "../support/package-zip.js";
import { runHere } from "./run-here.js";
import { hproc } from "./run-hproc.js";

const test = suite("install");

const zip = packageZip({ "p.wasm": plainProcess });
const hash = sha256(zip);

function metadata(fields: Readonly<Record<string, unknown>> = {}): string {
  const properties = {
    package_name: "k",
    publisher: "b.os",
    current_version: "0.1.0",
    code_hashes: { "0.1.0": "" },
    mirrors: [],
    wit_version: 1,
    dependencies: [],
    ...fields,
  };
  return JSON.stringify({ name: "k", description: "Things.", image: "", properties });
}

/** A project as a build leaves it. */
async function withPackage<Result>(
  use: (folder: string) => Promise<Result>,
  { text = metadata(), zipName = "target/k:b.os.zip", bytes = zip } = {},
): Promise<Result> {
  return await withFiles({ "metadata.json": text }, async (folder) => {
    await mkdir(join(folder, "target"));
    await writeFile(join(folder, zipName), bytes);
    return await use(folder);
  });
}

const success: Readonly<Record<string, string>> = {
  NewPackage: '{"NewPackageResponse":"Success"}',
  Install: '{"InstallResponse":"Success"}',
  Uninstall: '{"UninstallResponse":"Success"}',
};

function requestOf({ json }: Posted): Readonly<Record<string, unknown>> {
  return JSON.parse(String(json["body"])) as Record<string, unknown>;
}

/** Answers what is in `answers` by the name of the request, else with success. */
function answering(answers: Readonly<Record<string, Reply>> = {}): (posted: Posted) => Reply {
  return (posted) => {
    const [name = ""] = Object.keys(requestOf(posted));
    return answers[name] ?? { body: success[name] ?? "" };
  };
}

test("uploads the zip and installs it by its hash, as kit does", async () => {
  await withPackage(async (folder) => {
    await withFakeNode(answering(), async ({ url, posted }) => {
      const run = await runHere("install", folder, "--node", url);
      assert.equal(run, {
        code: 0,
        stdout:
          `${folder}/target/k:b.os.zip: 2 files, 1 kB, sha256 ${hash}\n` +
          `installed k:b.os 0.1.0 on ${url}\n  ${url}/p:k:b.os\n`,
        stderr: "",
      });
      const [upload, install] = posted;
      assert.ok(upload && install && posted.length === 2);
      const { body: _, ...envelope } = upload.json;
      assert.equal(envelope, {
        node: null,
        process: "main:app-store:sys",
        expects_response: 60,
        mime: "application/octet-stream",
        data: Buffer.from(zip).toString("base64"),
      });
      const packageId = { package_name: "k", publisher_node: "b.os" };
      assert.equal(requestOf(upload), { NewPackage: { package_id: packageId, mirror: true } });
      assert.is(install.json["data"], undefined);
      assert.equal(requestOf(install), {
        Install: {
          package_id: packageId,
          version_hash: hash,
          metadata: {
            name: "k",
            description: "Things.",
            image: "",
            properties: {
              package_name: "k",
              publisher: "b.os",
              current_version: "0.1.0",
              // Pairs here.
              code_hashes: [["0.1.0", ""]],
              mirrors: [],
              wit_version: 1,
              dependencies: [],
            },
          },
        },
      });
    });
  });
});

test("finds the package by a schema, by the zip, by kit's name of it, and by its metadata elsewhere", async () => {
  const install = (...words: readonly string[]) =>
    withFakeNode(answering(), async ({ url, posted }) => {
      const { code, stderr } = await runHere("install", ...words, "--node", url);
      return [code, stderr, posted.length];
    });
  await withPackage(async (folder) => {
    assert.equal(await install(join(folder, "k.hproc")), [0, "", 2]);
    assert.equal(await install(join(folder, "target/k:b.os.zip")), [0, "", 2]);
  });
  await withPackage(async (folder) => assert.equal(await install(folder), [0, "", 2]), { zipName: "target/k:b.zip" });
  await withPackage(
    async (folder) => {
      await writeFile(join(folder, "other.json"), metadata());
      const words = [join(folder, "some.zip"), "--metadata", join(folder, "other.json")];
      assert.equal(await install(...words), [0, "", 2]);
    },
    { zipName: "some.zip", text: "{}" },
  );
});

test("what the node answers when it does not install", async () => {
  const cases: readonly (readonly [answers: Readonly<Record<string, Reply>>, message: string, sent: number])[] = [
    [
      { NewPackage: { body: '{"NewPackageResponse":"InstallFailed"}' } },
      "the node at <url> does not take the package (InstallFailed); its log says why",
      1,
    ],
    [
      { NewPackage: { body: '{"NewPackageResponse":"NoBlob"}' } },
      "the node at <url> does not take the package (NoBlob); its log says why",
      1,
    ],
    [
      { Install: { body: '{"InstallResponse":"Failure"}' } },
      "the node at <url> has not installed the package (Failure); its log says why",
      2,
    ],
    [{ NewPackage: { status: 408, text: "" } }, "the app-store of the node at <url> has not answered within 60 s", 1],
    [{ Install: { status: 408, text: "" } }, "the app-store of the node at <url> has not answered within 60 s", 2],
    [
      { Install: { body: "what?" } },
      "the app-store of the node at <url> has answered something else than expected: what?",
      2,
    ],
    [
      { NewPackage: { body: '{"Other":1}' } },
      'the app-store of the node at <url> has answered something else than expected: {"Other":1}',
      1,
    ],
    [
      { NewPackage: { status: 403, text: "" } },
      "the node at <url> takes no messages from here (403): only programs on its own machine may send them, not through a proxy, and a Hyperdrive node must have been started with `--expose-local`",
      1,
    ],
  ];
  await withPackage(async (folder) => {
    for (const [answers, message, sent] of cases) {
      await withFakeNode(answering(answers), async ({ url, posted }) => {
        const { code, stderr } = await runHere("install", folder, "--node", url);
        assert.equal([code, stderr, posted.length], [1, `hproc: ${message.replace("<url>", url)}\n`, sent]);
      });
    }
    const nowhere = await runHere("install", folder, "--node", "http://127.0.0.1:1");
    assert.equal(
      [nowhere.code, nowhere.stderr],
      [
        1,
        "hproc: no node answers at http://127.0.0.1:1; start one with `hproc dev`, or name another with `--node URL`\n",
      ],
    );
  });
});

test("what is no package does not leave", async () => {
  const zipPath = "<folder>/target/k:b.os.zip";
  const cases: readonly (readonly [
    parts: { text?: string; zipName?: string; bytes?: Uint8Array },
    code: number,
    ...lines: readonly string[],
  ])[] = [
    [{ text: "{" }, 1, "error config/syntax: a `}` is missing here", "1 error"],
    [
      { text: "{}" },
      1,
      "error config/missing-member: the file has no `name`",
      "error config/missing-member: the file has no `properties`",
      "2 errors",
    ],
    [
      { text: metadata({ package_name: 1, mirrors: undefined }) },
      1,
      "error config/missing-member: `properties` has no `mirrors`",
      "error config/value: `properties.package_name` cannot be `1`",
      "2 errors",
    ],
    [{ zipName: "target/other.zip" }, 2, `hproc: there is no \`${zipPath}\`; \`hproc build\` makes it`],
    [
      { text: metadata({ code_hashes: { "0.1.0": "0".repeat(64) } }) },
      1,
      `error package: \`<folder>/metadata.json\` has \`${"0".repeat(64)}\` as hash of the version 0.1.0; that of the zip is \`${hash}\``,
    ],
    [{ bytes: zipOf({ "p.wasm": "" }) }, 1, `error package: \`${zipPath}\` has no \`manifest.json\``],
    [
      { bytes: zipOf({ "manifest.json": "[{}]", "p.wasm": plainProcess }) },
      1,
      "error config/missing-member: `[0]` has no `process_name`",
    ],
    [
      { bytes: packageZip() },
      1,
      "error package: `p.wasm` cannot start: its binary form is damaged or unknown: not a WebAssembly component",
    ],
    [{ bytes: new Uint8Array(10) }, 1, "error package: it is no zip, or a part of one: it has no directory"],
  ];
  for (const [parts, expectedCode, ...lines] of cases) {
    await withPackage(async (folder) => {
      await withFakeNode(answering(), async ({ url, posted }) => {
        const { code, stdout, stderr } = await runHere("install", folder, "--node", url);
        // Without the frames, the help, and what follows from the same mistake.
        const said = stderr.split("\n").filter((line) => /^(?:hproc:|error|\d+ errors?$)/.test(line));
        const expected = lines.map((line) => line.replaceAll("<folder>", folder));
        assert.equal([code, stdout, said.slice(0, expected.length)], [expectedCode, "", expected]);
        assert.equal(posted, []);
      });
    }, parts);
  }
  await withFiles({}, async (folder) => {
    const zipWithoutMetadata = join(folder, "a.zip");
    const missing = (word: string) => runHere("install", word);
    assert.equal(await missing(folder), {
      code: 2,
      stdout: "",
      stderr: `hproc: there is no \`${folder}/metadata.json\`; \`hproc build\` makes the package\n`,
    });
    assert.is((await missing(zipWithoutMetadata)).stderr, `hproc: there is no file \`${folder}/a.zip\`\n`);
    await writeFile(zipWithoutMetadata, zip);
    assert.is(
      (await missing(zipWithoutMetadata)).stderr,
      `hproc: there is no metadata.json beside \`${folder}/a.zip\`, nor in the folder above it; name one with \`--metadata\`\n`,
    );
    const elsewhere = await runHere("install", zipWithoutMetadata, "--metadata", join(folder, "m.json"));
    assert.is(elsewhere.stderr, `hproc: there is no metadata.json at \`${folder}/m.json\`; name one with \`--metadata\`\n`);
  });
});

test("a hash that metadata.json gives and that is right", async () => {
  await withPackage(
    async (folder) => {
      await withFakeNode(answering(), async ({ url }) => {
        const run = await hproc(folder, "install", "--node", url, "--json");
        assert.equal([run.code, run.stderr], [0, ""]);
        const [, installed] = readJsonLines(run.stdout);
        const expected = { package: "k:b.os", version: "0.1.0", hash, node: url, processes: ["p:k:b.os"] };
        assert.equal(installed, { kind: "installed", ...expected });
      });
    },
    { text: metadata({ code_hashes: { "0.1.0": hash } }) },
  );
});

test("uninstall", async () => {
  await withFakeNode(answering(), async ({ url, posted }) => {
    const run = await runHere("uninstall", "k:b.os", "--node", url);
    assert.equal(run, { code: 0, stdout: `uninstalled k:b.os from ${url}\n`, stderr: "" });
    assert.equal(posted.map(requestOf), [{ Uninstall: { package_name: "k", publisher_node: "b.os" } }]);
  });
  await withFakeNode(answering({ Uninstall: { body: '{"UninstallResponse":"Failure"}' } }), async ({ url }) => {
    const { code, stderr } = await runHere("uninstall", "k:b.os", "--node", url);
    assert.equal(
      [code, stderr],
      [1, `hproc: the node at ${url} has not uninstalled k:b.os (Failure): perhaps it is not installed\n`],
    );
  });
  const { code, stderr } = await runHere("uninstall");
  assert.equal(
    [code, stderr],
    [2, "hproc: `hproc uninstall` takes a package, as in `hproc uninstall todo:template.os`\n"],
  );
});

test.run();
