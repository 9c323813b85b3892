// Runs components on the wasmtime that Hyperdrive uses and compares what they do with what is expected.
//
//   node test/wasmtime/run.mjs                                 every script, against the component it is named after
//   node test/wasmtime/run.mjs <component.wasm> <script.json>  one script; prints the transcript if nothing is expected
//   … --update                                                 writes the expectations
//
// Exit code 0: all as expected, or there is no cargo to build with. 1: not as expected. 2: wrong use.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(here, "target");

await main(process.argv.slice(2));

async function main(args) {
  const update = args.includes("--update");
  const files = args.filter((argument) => argument !== "--update");
  if (files.length !== 0 && files.length !== 2) return finish(2, "usage: run.mjs [<component.wasm> <script.json>] [--update]");
  if (spawnSync("cargo", ["--version"]).error) return finish(0, "skipped: there is no cargo to build the check with");
  const check = buildCheck();
  const runs = files.length === 2 ? [{ component: files[0], script: files[1] }] : await findRuns();
  const passed = runs.map((run) => compare(check, run, update)).filter(Boolean).length;
  finish(passed === runs.length ? 0 : 1, `${passed} of ${runs.length} scripts passed`);
}

function finish(code, line) {
  console.log(line);
  process.exitCode = code;
}

/** The first time takes a few minutes. */
function buildCheck() {
  const options = { cwd: here, stdio: "inherit", env: { ...process.env, CARGO_TARGET_DIR: target } };
  if (spawnSync("cargo", ["build", "--release", "--quiet"], options).status !== 0) process.exit(1);
  return join(target, "release", process.platform === "win32" ? "hyperdrive-check.exe" : "hyperdrive-check");
}

/** `counter.json` and `counter.restart.json` are for the example `counter`, or for a subject of this folder. */
async function findRuns() {
  const scripts = readdirSync(join(here, "scripts")).filter((name) => name.endsWith(".json") && !name.endsWith(".expected.json"));
  const runs = [];
  for (const name of scripts) {
    runs.push({ component: await findComponent(name.split(".")[0]), script: join(here, "scripts", name) });
  }
  return runs;
}

async function findComponent(name) {
  const subject = join(here, "subjects", `${name}.js`);
  if (!existsSync(subject)) return join(root, "examples", name, "pkg", `${name}.wasm`);
  const component = join(target, "subjects", `${name}.wasm`);
  mkdirSync(dirname(component), { recursive: true });
  const compiled = join(root, "dist/compiler/component");
  const { starlingMonkey } = await import(join(compiled, "starlingmonkey.js"));
  const { processWit, processWorld } = await import(join(compiled, "process-wit.js"));
  const source = readFileSync(subject, "utf8");
  writeFileSync(component, await starlingMonkey.componentize({ source, wit: processWit, world: processWorld }));
  return component;
}

function compare(check, { component, script }, update) {
  const name = basename(script, ".json");
  if (!existsSync(component)) return report(name, `there is no ${relative(root, component)}: build it first`);
  const { status, stdout, stderr } = spawnSync(check, [component, script], { encoding: "utf8", maxBuffer: 2 ** 30 });
  process.stderr.write(stderr);
  if (status !== 0) return report(name, "the check itself failed");

  const expectation = script.replace(/\.json$/, ".expected.json");
  if (update) writeFileSync(expectation, stdout);
  if (!existsSync(expectation)) {
    console.log(stdout);
    return report(name);
  }
  return report(name, describeDifference(readFileSync(expectation, "utf8"), stdout));
}

function report(name, failure) {
  console.log(failure === undefined ? `ok ${name}` : `not ok ${name}: ${failure}`);
  return failure === undefined;
}

/** As text, because numbers have more digits than JavaScript keeps. `"<any>"` stands for the rest of any one line. */
function describeDifference(expected, actual) {
  const wanted = expected.split(/\r?\n/);
  const found = actual.split("\n");
  const line = Array.from({ length: Math.max(wanted.length, found.length) }).findIndex((_, index) => !fits(wanted[index], found[index]));
  if (line < 0) return undefined;
  const before = found.slice(Math.max(0, line - 4), line).map((text) => `    ${text}\n`);
  return `line ${line + 1} differs\n${before.join("")}  - ${wanted[line] ?? "(end)"}\n  + ${found[line] ?? "(end)"}`;
}

function fits(wanted, found) {
  if (wanted === found) return true;
  const any = wanted?.indexOf('"<any>"') ?? -1;
  return any >= 0 && found?.startsWith(wanted.slice(0, any)) === true;
}
