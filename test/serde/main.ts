/** `npm run test:serde`: what serde_json writes and accepts today is what is committed. `--update` commits it anew. */

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../support/project.js";
import { candidates } from "./candidates.js";
import { casesFile, folder, verdictsFile, type WireCase } from "./fixtures.js";

const target = process.env["CARGO_TARGET_DIR"] ?? join(folder, "target");
const update = process.argv.includes("--update");

if (spawnSync("cargo", ["--version"]).error) {
  console.log("skipped: there is no cargo to build the Rust side with");
  finish({ total: 0, passed: 0, skipped: 2 });
} else {
  const program = build();
  const cases = run(program, "cases", "");
  const parsed = cases.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as WireCase);
  const verdicts = run(program, "verdicts", candidates(parsed).map((each) => `${JSON.stringify(each)}\n`).join(""));
  const passed = [check(casesFile, cases), check(verdictsFile, verdicts)].filter(Boolean).length;
  finish({ total: 2, passed, skipped: 0 });
}

/** Takes half a minute the first time. */
function build(): string {
  const options = { cwd: folder, stdio: "inherit", env: { ...process.env, CARGO_TARGET_DIR: target } } as const;
  if (spawnSync("cargo", ["build", "--release", "--quiet"], options).status !== 0) process.exit(1);
  return join(target, "release", process.platform === "win32" ? "serde-parity.exe" : "serde-parity");
}

function run(program: string, what: string, input: string): string {
  const { status, stdout } = spawnSync(program, [what], { input, encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["pipe", "pipe", "inherit"] });
  if (status !== 0) process.exit(1);
  return stdout;
}

function check(path: string, found: string): boolean {
  if (update) writeFileSync(path, found);
  const wanted = readFileSync(path, "utf8");
  if (wanted === found) return true;
  const [before, after] = [wanted.split("\n"), found.split("\n")];
  const line = before.findIndex((text, index) => text !== after[index]);
  console.error(
    `${relative(root, path)} line ${line + 1} differs: look at what has changed, then \`npm run test:serde -- --update\`` +
      `\n  - ${before[line] ?? "(end)"}\n  + ${after[line] ?? "(end)"}`,
  );
  return false;
}

/** As the test runner ends, for what counts the tests of CI. */
function finish({ total, passed, skipped }: { readonly total: number; readonly passed: number; readonly skipped: number }): void {
  console.log(`  Total:     ${total}\n  Passed:    ${passed}\n  Skipped:   ${skipped}`);
  process.exitCode = passed === total ? 0 : 1;
}
