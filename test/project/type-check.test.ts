/** TypeScript over an author's files: what it finds, and the globals that a process has. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { typeCheck } from "../../compiler/project/type-check.js";
import { withFiles } from "../component/temporary-project.js";

const test = suite("type check");

test("finds nothing in files that are right, though the project has neither settings nor packages", async () => {
  const text = `
import { ok, type Result } from "hproc/contract";
import { defineProcess, type Log } from "hproc/guest";
export const fine: Result<number, string> = ok(1);
export function use(log: Log): void { log.info(String(defineProcess)); }`;
  assert.equal(await check({ "a.ts": text }), []);
});

test("findings have their place and their reasons", async () => {
  const text = `import "./b.js";\nexport const wrong: { a: { b: number } } = { a: { b: "text" as string | number } };\n`;
  assert.equal(await check({ "a.ts": text, "b.ts": "export const b: number = '';" }), [
    {
      code: "TS2322",
      message: "Type 'string | number' is not assignable to type 'number'",
      reasons: ["Type 'string' is not assignable to type 'number'"],
      file: "a.ts",
      line: 2,
      column: 51,
    },
    {
      code: "TS2322",
      message: "Type 'string' is not assignable to type 'number'",
      reasons: [],
      file: "b.ts",
      line: 1,
      column: 14,
    },
  ]);
});

test("what is there in every process can be used, and nothing else", async () => {
  const present = `
export const text: string = new TextDecoder().decode(new TextEncoder().encode("x"));
export const query: string | null = new URL("/a?b=c", "http://d").searchParams.get("b");
export const entries: string[][] = [...new URLSearchParams("a=b")];
export const random: Uint8Array = crypto.getRandomValues(new Uint8Array(4));
export const id: string = crypto.randomUUID();
export const copy: { a: number } = structuredClone({ a: performance.now() });
export const base64: string = atob(btoa("x"));
export const controller = new AbortController();
controller.signal.addEventListener("abort", (event) => event.type);
queueMicrotask(() => {});`;
  const absent = ["console", "setImmediate", "process", "Buffer", "fetch", "document", "require"];
  const problems = await check({ "a.ts": present, "b.ts": `${absent.join(";\n")};\nexport {};` });
  assert.equal(
    problems.map(({ file, message }) => `${file}: ${/^Cannot find name '(\w+)'/.exec(message)?.[1] ?? message}`),
    absent.map((name) => `b.ts: ${name}`),
  );
});

test("an abort ends it", async () => {
  const reason = await withFiles({ "a.ts": "export {};" }, (folder) =>
    typeCheck(folder, ["a.ts"], AbortSignal.abort()).catch((error: Error) => error.name),
  );
  assert.is(reason, "AbortError");
});

test.run();

function check(files: Readonly<Record<string, string>>) {
  return withFiles(files, (folder) => typeCheck(folder, Object.keys(files)));
}
