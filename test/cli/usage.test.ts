/** Help, version and wrong use: what is printed where, and the exit code. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { build } from "../../compiler/cli/commands/build.js";
import { check } from "../../compiler/cli/commands/check.js";
import { compile } from "../../compiler/cli/commands/compile.js";
import { dev } from "../../compiler/cli/commands/dev.js";
import { explain } from "../../compiler/cli/commands/explain.js";
import { fmt } from "../../compiler/cli/commands/fmt.js";
import { importCommand } from "../../compiler/cli/commands/import.js";
import { newCommand } from "../../compiler/cli/commands/new.js";
import { pack } from "../../compiler/cli/commands/pack.js";
import { tell } from "../../compiler/cli/commands/tell.js";
import { test as testCommand } from "../../compiler/cli/commands/test.js";
import { watch } from "../../compiler/cli/commands/watch.js";
import { withFiles } from "../component/temporary-project.js";
import { repositoryFolder } from "../support/golden.js";
import { runHere } from "./run-here.js";
import { hproc } from "./run-hproc.js";

const test = suite("usage");

const usage = `hproc: processes for Hyperware from one schema

usage: hproc <command> [options] [path]

  new        make a project that runs
  check      report every mistake in a schema
  compile    generate TypeScript and WIT from a schema
  watch      compile a schema again after every change
  fmt        put schemas into the canonical layout
  build      make the WebAssembly components of a schema, and its package
  pack       zip the package again, or check one
  dev        run the processes of a schema on a local node
  tell       send a command to a running \`hproc dev\`
  test       run the tests beside a schema
  import     write a schema from the WIT of an existing process
  install    install a package on a running node
  uninstall  take a package off a running node
  call       call a handler of a process on a running node
  view       show the processes and interfaces of a running node
  explain    say what an error means, with examples

  path       a .hproc file, or a folder with one; the current folder by default

options of every command:
  --format F  how results are shown: text (the default), json, github or sarif
  --json      short for --format json: one JSON object a line
  --help      what the command does, with examples
  --version   the version of hproc

exit codes: 0 done, 1 the project has errors or a node refuses, 2 wrong use, 3 a fault of hproc
`;

const { version } = JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8")) as { version: string };

const commands = { new: newCommand, check, compile, watch, fmt, build, pack, dev, tell, test: testCommand, import: importCommand, explain };

const nodeList = "`--nodes` takes names of a-z, 0-9, - and . with commas between, such as `alice.os,bob.os`";

for (const words of [["--help"], ["-h"], ["help"], ["help", "--json"]]) {
  test(`\`hproc ${words.join(" ")}\` shows the usage`, async () => {
    assert.equal(await runHere(...words), { code: 0, stdout: usage, stderr: "" });
  });
}

test("without a command the usage is an error", async () => {
  assert.equal(await runHere(), { code: 2, stdout: "", stderr: usage });
});

test("the version is that of the package", async () => {
  for (const words of [["--version"], ["-v"], ["check", "--version"], ["dev", "-v"]]) {
    assert.equal(await runHere(...words), { code: 0, stdout: `${version}\n`, stderr: "" });
  }
});

for (const [name, command] of Object.entries(commands)) {
  test(`${name}: help names every option and has examples that can be typed`, async () => {
    const help = { code: 0, stdout: `${command.help}\n`, stderr: "" };
    assert.equal(await runHere(name, "--help", "ignored"), help);
    assert.equal(await runHere("help", name), help);
    const [, examples = ""] = command.help.split("examples:\n");
    assert.match(examples, new RegExp(`^(  hproc ${name}( .*)?\n?)+$`));
    for (const option of Object.keys(command.options)) assert.match(command.help, new RegExp(`  --${option}[ [=]`));
  });
}

const wrong: readonly (readonly [words: readonly string[], message: string])[] = [
  [["nope"], "there is no command `nope`; `hproc --help` lists them"],
  [["chekc"], "there is no command `chekc`; did you mean `check`?"],
  [["constructor"], "there is no command `constructor`; `hproc --help` lists them"],
  [["help", "nope"], "there is no command `nope`; `hproc --help` lists them"],
  [["--colour"], "a command comes first, as in `hproc check --colour`; found `--colour`"],
  [["check", "--colour"], "`hproc check` has no option `--colour`; `hproc check --help` lists them"],
  [["check", "one", "two"], "`hproc check` takes one path; found `one` and `two`"],
  [["check", "nowhere"], "there is no file or folder `nowhere`"],
  [["compile", ""], "there is no file or folder ``"],
  [["check", "--format", "xml"], "`--format` takes text, json, github or sarif; found `xml`"],
  [["check", "--format=srif"], "`--format` takes text, json, github or sarif; found `srif`; did you mean `sarif`?"],
  [["check", "--format"], "`--format` needs a value, as in `--format …`"],
  [
    ["check", "--json", "--format", "sarif"],
    "`--json` is short for `--format json`; found `--format sarif` as well",
  ],
  [["new"], "`hproc new` takes a folder, as in `hproc new my-app`"],
  [["new", "one", "two"], "`hproc new` takes one folder; found `one` and `two`"],
  [["new", "x", "--template", "tdo"], "`--template` takes minimal, todo or chat; found `tdo`; did you mean `todo`?"],
  [["new", "x", "--template="], "`--template` takes minimal, todo or chat; found ``"],
  [["tell"], "`hproc tell` needs a command, as in `hproc tell ps`; `hproc tell help` lists them"],
  [["dev", "--seed", "-1"], "`--seed` takes a whole number up to 4294967295; found `-1`"],
  [["dev", "--yes"], "`--yes` answers the question of `--fresh`, which is not there"],
  [["dev", "--fresh"], "`--fresh` asks before it deletes, and nobody can answer here; `--yes` answers for scripts"],
  [["dev", "--trace="], "`--trace` takes a file; found an empty text"],
  [["explain", "one", "two"], "`hproc explain` takes one code; found `one` and `two`"],
  [["explain", "rout/overlap"], "there is no code `rout/overlap`; did you mean `route/overlap`?"],
  [["explain", "overlap"], "there is no code `overlap`; did you mean `route/overlap`?"],
  [["explain", "routes"], "there is no code `routes`; did you mean `route`?"],
  [["explain", "E0001"], "there is no code `E0001`; `hproc explain` lists them"],
  [["fmt", "nowhere"], "there is no file or folder `nowhere`"],
  [["fmt", "README.md"], "`README.md` is not a .hproc file"],
  [["fmt", "docs"], "there is no .hproc file below `docs`"],
  [["fmt", "-", "docs"], "`-` stands for stdin, and takes no other path beside it"],
  [["compile", "--check=yes"], "`--check` takes no value; found `yes`"],
  [["watch", "nowhere"], "there is no file or folder `nowhere`"],
  [["watch", "--poll=often"], "`--poll` takes milliseconds from 10; found `often`"],
  [["watch", "--poll=9"], "`--poll` takes milliseconds from 10; found `9`"],
  [["watch", "--poll="], "`--poll` takes milliseconds from 10; found ``"],
  [["dev", "--port", "http"], "`--port` takes a whole number up to 65535; found `http`"],
  [["dev", "--port", "65536"], "`--port` takes a whole number up to 65535; found `65536`"],
  [["dev", "--port", "-1"], "`--port` takes a whole number up to 65535; found `-1`"],
  [["dev", "--port"], "`--port` needs a value, as in `--port …`"],
  [["dev", "--verbosity", "4"], "`--verbosity` takes a whole number up to 3; found `4`"],
  [["dev", "--node", "Alice"], "`--node` takes a name of a-z, 0-9, - and . such as `alice.os`; found `Alice`"],
  [["dev", "--node", ".."], "`--node` takes a name of a-z, 0-9, - and . such as `alice.os`; found `..`"],
  [["dev", "--nodes", "alice.os,"], `${nodeList}; found an empty one in \`alice.os,\``],
  [["dev", "--watch", "--no-watch"], "`--watch` and `--no-watch` are opposites; leave one of the two out"],
  [["dev", "--nodes="], `${nodeList}; found an empty one in \`\``],
  [["dev", "--nodes", "alice.os, bob.os"], `${nodeList}; found \` bob.os\``],
  [["dev", "--nodes", "alice.os,../bob"], `${nodeList}; found \`../bob\``],
  [["dev", "--nodes", "a.os,b.os,a.os"], "`--nodes` has `a.os` twice; each node has its own name"],
  [["dev", "--nodes", "a.os", "--node", "b.os"], "`--node` names the only node and `--nodes` all of them; leave one of the two out"],
  [["dev", "--nodes", "a.os,b.os", "--port", "65535"], "`--port 65535` leaves no ports up to 65535 for 2 nodes, which take one each"],
  [["dev", "--home="], "`--home` takes a folder; found an empty text"],
];

for (const [words, message] of wrong) {
  test(`\`hproc ${words.join(" ")}\` is wrong use`, async () => {
    assert.equal(await runHere(...words), { code: 2, stdout: "", stderr: `hproc: ${message}\n` });
  });
}

test("a folder without a schema, or with several, is wrong use", async () => {
  const files = {
    "notes.txt": "",
    "empty/.keep": "",
    "several/b.hproc": "",
    "several/a.hproc": "",
    "several/.hproc/x": "",
  };
  await withFiles(files, async (folder) => {
    const wrongPaths = [
      ["notes.txt", "`<>/notes.txt` is not a .hproc file"],
      ["empty", "`<>/empty` has no .hproc file; name one, or a folder with one"],
      ["several", "`<>/several` has several .hproc files, a.hproc, b.hproc, of which none has a `package` line; name one of them"],
    ] as const;
    for (const [path, message] of wrongPaths) {
      const { code, stderr } = await runHere("dev", join(folder, path));
      assert.equal([code, stderr.replace(folder, "<>")], [2, `hproc: ${message}\n`]);
    }
  });
});

test("the program: results on stdout, wrong use on stderr, and the exit codes", async () => {
  await withFiles({}, async (folder) => {
    const [shown, wrongUse, asJson] = await Promise.all([
      hproc(folder, "--version"),
      hproc(folder, "check"),
      hproc(folder, "check", "--json"),
    ]);
    const message = "hproc: the current folder has no .hproc file; name one, or a folder with one";
    assert.equal(shown, { code: 0, signal: null, stdout: `${version}\n`, stderr: "" });
    assert.equal(wrongUse, { code: 2, signal: null, stdout: "", stderr: `${message}\n` });
    assert.equal(asJson, { code: 2, signal: null, stdout: `{"kind":"error","text":"${message}"}\n`, stderr: "" });
  });
});

test.run();
