/** What `build` and `dev` say about the author's files before anything is built. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { handlers, project, schema } from "./counter-project.js";
import { runHere } from "./run-here.js";

const test = suite("author's files");

test("a process without handlers", async () => {
  await refuses(
    { "counter.hproc": schema },
    `error project/missing-handlers: Counter has no handlers; they belong into \`counter.ts\`, beside the schema
 --> counter.hproc:3:1
  |
3 | process Counter {
  | ^^^^^^^^^^^^^^^^^
  |
  = help: start with \`import { counter } from "./generated/counter.js";\` and \`export default counter.process({ … });\`

1 error
`,
  );
});

test("a missing folder of a user interface", async () => {
  await refuses(
    withUi("./ui"),
    `error project/missing-ui: there is no folder \`./ui\` beside the schema
 --> counter.hproc:3:1
  |
3 | process Counter {
  | ^^^^^^^^^^^^^^^^^
  |
  = help: create it with an \`index.html\`, or remove the \`ui\` line

1 error
`,
  );
});

test("a forgotten handler, at the author's line", async () => {
  await refuses(
    { ...project, "counter.ts": handlers.replace(/ {2}add[^]*?\},\n/, "") },
    `error TS2741: Property 'add' is missing in type '{ total({ state }: HttpContext<CounterState>): bigint; }' but required in type 'CounterHandlers'
 --> counter.ts:3:32
  |
3 | export default counter.process({
  |                                ^

1 error
`,
  );
});

test("a wrong result, at the author's line with the reason", async () => {
  await refuses(
    { ...project, "counter.ts": handlers.replace("return state.total;", "return String(state.total);") },
    `error TS2322: Type '({ state }: HttpContext<CounterState>) => string' is not assignable to type '(context: HttpContext<CounterState>) => bigint | Promise<bigint>'
 --> counter.ts:4:3
  |
4 |   total({ state }) {
  |   ^^^^^ Type 'string' is not assignable to type 'bigint | Promise<bigint>'

1 error
`,
  );
});

for (const [what, text] of [
  ["no default export", "export const handlers = 1;\n"],
  ["a default export that is no process", "export default 1;\n"],
  ["no module at all", "\n"],
] as const) {
  test(`${what}, at the author's file and not at a generated one`, async () => {
    const { code, stderr } = await build({ ...project, "counter.ts": text });
    assert.is(code, 1);
    assert.match(stderr, /^error TS\d+: `counter\.ts` does not export the handlers of Counter\n --> counter\.ts:1:1\n/);
    assert.match(stderr, "= help: write `export default counter.process({ … });`\n");
  });
}

test("what exists elsewhere but not in a process, each with what to use", async () => {
  const text = `import { readFile } from "node:fs";
import left from "left-pad";
import mine from "./mine.js";
console.log(readFile, left, mine);
setImmediate(() => {});
${handlers}`;
  const { code, stderr } = await build({ ...project, "counter.ts": text });
  assert.is(code, 1);
  assert.equal(stderr.match(/^(error|.*= help|.*-->).*/gm), [
    "error TS2591: a process has no Node, so there is no `node:fs`",
    " --> counter.ts:1:26",
    "  = help: use the context's `vfs`, for which the process `needs vfs`",
    "error TS2307: the package `left-pad` is not installed",
    " --> counter.ts:2:18",
    "  = help: npm install left-pad",
    "error TS2307: there is no file `./mine.js`",
    " --> counter.ts:3:18",
    "error TS2584: a process has no `console`",
    " --> counter.ts:4:1",
    "  = help: use the context's `log`",
    "error TS2304: a process has no `setImmediate`",
    " --> counter.ts:5:1",
    "  = help: use the context's `sleep`",
  ]);
});

test("a client that the schema does not ask for, with the line to write", async () => {
  const text = `import { counter } from "./generated/counter.js";
export default counter.process({
  async total({ kv, fetch }) {
    await kv.open("a");
    await fetch("http://a/");
    return 1n;
  },
  add: () => 2n,
});
`;
  const { code, stderr } = await build({ ...project, "counter.ts": text });
  assert.is(code, 1);
  assert.equal(stderr.match(/^(error|.*= help|.*-->).*/gm), [
    "error TS2339: the schema does not ask for `kv`",
    " --> counter.ts:4:14",
    "  = help: write `needs kv` in the process, or add `kv` to what it needs",
    "error TS2349: the schema does not ask for `fetch`",
    " --> counter.ts:5:11",
    "  = help: write `needs fetch` in the process, or add `fetch` to what it needs",
  ]);
});

test("several mistakes in several processes are all shown", async () => {
  const two = `${schema}\nprocess Other {\n  local ping() -> string\n}\n`;
  const { stderr } = await build({ "counter.hproc": two });
  assert.equal(stderr.match(/^error.*?:/gm), ["error project/missing-handlers:", "error project/missing-handlers:"]);
  assert.match(stderr, /\n2 errors\n$/);
});

test.run();

function withUi(folder: string): Readonly<Record<string, string>> {
  return { ...project, "counter.hproc": schema.replace("save every message", `ui "${folder}"`) };
}

async function refuses(files: Readonly<Record<string, string>>, problems: string): Promise<void> {
  const { code, stderr } = await build(files);
  assert.fixture(stderr, problems);
  assert.is(code, 1);
}

/** As if the user stood in the project's folder. */
function build(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  return withFiles(files, async (folder) => {
    const { code, stderr } = await runHere("build", folder);
    return { code, stderr: stderr.replaceAll(`${folder}/`, "") };
  });
}
