/** `hproc new`, from the packed package: its projects run, pass their tests and are right by TypeScript. */

import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ownDescription } from "../../compiler/cli/version.js";
import { withFiles } from "../component/temporary-project.js";
import { repositoryFolder } from "../support/golden.js";
import { readJsonLines } from "../support/json-lines.js";
import { installPacked } from "../support/packed.js";
import { runHere } from "./run-here.js";
import { hproc, startProgram, type Run } from "./run-hproc.js";

const test = suite("new");

const common = [
  ".gitignore", ".prettierrc", ".vscode/extensions.json", ".vscode/settings.json", "README.md", "package.json",
  "tsconfig.json", "tsconfig.process.json", "tsconfig.test.json",
];

interface Expected {
  readonly template: string;
  readonly files: readonly string[];
  readonly processId: string;
  /** So many tests the example has. */
  readonly testCount: number;
  /** Asked of the process by somebody without a login. */
  readonly request: { readonly path: string; readonly body: string; readonly answer: string };
}

const projects: readonly Expected[] = [
  {
    template: "minimal",
    files: ["counter.hproc", "counter.test.ts", "counter.ts"],
    processId: "counter:my-minimal:alice.os",
    testCount: 3,
    request: { path: "/api/total", body: "5", answer: "5" },
  },
  {
    template: "todo",
    files: ["assets/todo.svg", "todo.hproc", "todo.test.ts", "todo.ts", "ui/index.html", "ui/todo.css", "ui/todo.js"],
    processId: "todo:my-todo:alice.os",
    testCount: 5,
    request: { path: "/api/tasks", body: '{"title": "tea"}', answer: '{"Ok":{"id":1,"title":"tea","done":false,"due":null}}' },
  },
  {
    template: "chat",
    files: [
      "assets/chat.svg", "chat.hproc", "chat.test.ts", "chat.ts", "ui/chat.css", "ui/chat.js", "ui/connection.js",
      "ui/index.html",
    ],
    processId: "chat:my-chat:alice.os",
    testCount: 10,
    // The page that asks for a login.
    request: { path: "/api/messages", body: "", answer: "login" },
  },
];

test("every template, installed, as its README says", async () => {
  await withFiles({}, async (folder) => {
    await installPacked(folder);
    const installed = join(folder, "node_modules/.bin/hproc");
    for (const { template, files, processId, testCount, request } of projects) {
      const name = `my-${template}`;
      const made = await startProgram(
        installed,
        ["new", name, "--template", template, "--publisher", "alice.os", "--json"],
        { folder },
      ).ended;
      assert.equal([made.code, made.stderr], [0, ""]);
      const record = {
        kind: "created",
        folder: name,
        template,
        package: `${name}:alice.os`,
        files: [...common, ...files].sort(),
        next: [`cd ${name}`, "npm install", "npm run dev"],
      };
      assert.equal(readJsonLines(made.stdout), [record]);

      const project = join(folder, name);
      for (const file of record.files) {
        const text = await readFile(join(project, file), "utf8");
        assert.not(/template(?:\.|-dot-)os/.test(text), `${file} names the package of the example`);
      }
      await symlink(join(folder, "node_modules"), join(project, "node_modules"));
      // What an editor sees, before anything else has run.
      assert.equal(await typeCheck(project), "");
      const checked = await npm(project, "run", "check");
      assert.is(checked.code, 0, checked.stdout + checked.stderr);
      const tested = await npm(project, "test");
      assert.equal([tested.code, /^ℹ pass (\d+)$/m.exec(tested.stdout)?.[1]], [0, `${testCount}`], tested.stdout + tested.stderr);

      const readme = await readFile(join(project, "README.md"), "utf8");
      assert.ok(readme.includes(`<http://localhost:8080/${processId}>`));
      const { child, printed, ended } = startProgram("npm", ["run", "dev", "--", "--port", "0"], {
        folder: project,
        isGroup: true,
      });
      try {
        const url = / runs at (http:\/\/\S+)/.exec(await printed("Ctrl-C stops the node"))?.[1] ?? "";
        assert.ok(url.endsWith(`/${processId}`), url);
        const answer = await (await fetch(url + request.path, { method: "POST", body: request.body })).text();
        assert.ok(request.answer === "login" ? answer.includes("<form") : answer === request.answer, answer);
      } finally {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
        await ended;
      }
    }
  });
});

test("what it says, and the package's description", async () => {
  await withFiles({}, async (folder) => {
    const { code, stdout, stderr } = await hproc(folder, "new", "inner/my app", "--name", "my-app");
    assert.equal([code, stderr], [0, ""]);
    // This hproc is not installed: the project is to use it where it is.
    const checkout = /npm install --save-dev (\S+)/.exec(stdout)?.[1] ?? "";
    assert.is(resolve(folder, "inner/my app", checkout), resolve(repositoryFolder));
    assert.is(
      stdout.replace(checkout, "<checkout>"),
      `created inner/my app: package my-app:template.os, 12 files of the template minimal
  cd 'inner/my app'
  npm install --save-dev <checkout>
  npm run dev
runs it, and \`npm test\` its tests
`,
    );
    const { version, devDependencies } = ownDescription();
    assert.equal(JSON.parse(await readFile(join(folder, "inner/my app/package.json"), "utf8")), {
      name: "my-app",
      version: "0.1.0",
      private: true,
      type: "module",
      engines: { node: ">=20.19" },
      scripts: { dev: "hproc dev", test: "hproc test", build: "hproc build", check: "hproc check && hproc fmt --check" },
      devDependencies: { "@types/node": devDependencies["@types/node"], hproc: version },
    });
  });
});

test("the current folder", async () => {
  await withFiles({}, async (folder) => {
    await mkdir(join(folder, "my-app"));
    const { code, stdout } = await hproc(join(folder, "my-app"), "new", ".");
    assert.equal([code, stdout.split("\n")[0]], [0, "created .: package my-app:template.os, 12 files of the template minimal"]);
    assert.not.match(stdout, "cd ");
    const again = await hproc(join(folder, "my-app"), "new", ".", "--template", "todo");
    assert.is(again.code, 2);
    assert.match(again.stderr, "hproc: `.` is not empty, and nothing is written over; it has `.gitignore`, `.hproc`, ");
  });
});

const nameRule = "a package is named with small letters, digits and single hyphens between them, at most 64";
const worldRule = "a world has words of small letters and digits with `-` between them";

/** Words behind `hproc new`, and what is wrong with them. */
const refused: readonly (readonly [words: readonly string[], message: string])[] = [
  [["MyApp"], `${nameRule}; the folder is \`MyApp\`, so name the package as in \`--name my-app\``],
  [["Café der Größe"], `${nameRule}; the folder is \`Café der Größe\`, so name the package as in \`--name cafe-der-grosse\``],
  [["..."], `${nameRule}; the folder is \`...\`, so name the package as in \`--name my-app\``],
  [["x", "--name", "a--b"], `${nameRule}, as in \`--name a-b\`; found \`a--b\``],
  [["x", "--name", "a".repeat(65)], `${nameRule}, as in \`--name my-app\`; found \`${"a".repeat(65)}\``],
  [["x", "--name="], `${nameRule}, as in \`--name my-app\`; found \`\``],
  [["2048"], `no package can have this name: WIT cannot carry the name \`2048-template-dot-os-v0\`: ${worldRule}`],
  [
    ["types-a"],
    "no package can have this name: WIT cannot carry the name `types-a-template-dot-os-v0`: `types-` begins the worlds that hold types alone",
  ],
  [["x", "--publisher", "1.os"], `no package can have this name: WIT cannot carry the name \`x-1-dot-os-v0\`: ${worldRule}`],
  [
    ["x", "--publisher", "Alice"],
    "`--publisher` takes the name of a node: small letters, digits, hyphens and dots, such as `alice.os`; found `Alice`",
  ],
];

test("names that are none: nothing is made", async () => {
  await withFiles({}, async (folder) => {
    for (const [[path = "", ...words], message] of refused) {
      assert.equal(await runHere("new", join(folder, path), ...words), { code: 2, stdout: "", stderr: `hproc: ${message}\n` });
    }
    assert.equal(await readdir(folder), []);
  });
});

test.run();

function npm(folder: string, ...words: readonly string[]): Promise<Run> {
  return startProgram("npm", words, { folder, environment: { FORCE_COLOR: "0" } }).ended;
}

/** By both programs that `tsconfig.json` names; empty when all is well. */
async function typeCheck(folder: string): Promise<string> {
  const compiler = join(repositoryFolder, "node_modules/.bin/tsc");
  const { references } = JSON.parse(await readFile(join(folder, "tsconfig.json"), "utf8")) as {
    readonly references: readonly { readonly path: string }[];
  };
  assert.is(references.length, 2);
  const found: string[] = [];
  for (const { path } of references) {
    const run = promisify(execFile)(compiler, ["-p", path, "--pretty", "false"], { cwd: folder });
    found.push(await run.then(({ stdout }) => stdout, (error: { readonly stdout: string }) => error.stdout));
  }
  return found.join("");
}
