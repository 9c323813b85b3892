import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatOutputs } from "../../compiler/emit/format.js";
import { emit } from "../../compiler/emit/index.js";
import { typeCheck } from "../support/type-check.js";
import { exampleCases, goldenCases, type SchemaCase } from "./schemas.js";

const test = suite("emitted TypeScript");

test("compiles under the strictest settings, with what authors wrote", async () => {
  const files = await Promise.all([...goldenCases(), ...exampleCases()].map(filesOf));
  assert.is(await typeCheck(files.flat().filter(({ path }) => !isClient(path))), "");
});

test("clients compile under the strictest settings of a page", async () => {
  const files = (await Promise.all([...goldenCases(), ...exampleCases()].map(filesOf))).flat();
  const needed = files.filter(({ path }) => isClient(path) || /\/(?:types|codecs)\.ts$/.test(path));
  assert.ok(needed.some(({ path }) => isClient(path)));
  assert.is(await typeCheck(needed, "page"), "");
});

const mistakes: readonly (readonly [name: string, handlers: string, finding: RegExp])[] = [
  ["a missing handler", "total: () => 1n", /^counter\.ts\(2,32\): error TS2741: Property 'add' is missing/],
  [
    "a wrong result",
    "total: () => 1, add: () => 2n",
    /^counter\.ts\(2,47\): error TS2322: Type 'number' is not assignable/,
  ],
  [
    "a wrong parameter",
    "total: () => 1n, add: (_, n: string) => BigInt(n)",
    /^counter\.ts\(2,51\): error TS2322: [^]*'bigint' is not assignable to type 'string'/,
  ],
  [
    "a wrong use of the state",
    "total: ({ state }) => state.sum, add: () => 2n",
    /^counter\.ts\(2,62\): error TS2339: Property 'sum' does not exist on type 'CounterState'/,
  ],
  [
    "HTTP parts of a call that is none",
    "total: ({ path }) => BigInt(path.length), add: () => 2n",
    /^counter\.ts\(2,62\): error TS18048: 'path' is possibly 'undefined'/,
  ],
  [
    "a client that the schema does not ask for",
    'total: async ({ kv }) => (await kv.open("a"), 1n), add: () => 2n',
    /^counter\.ts\(2,69\): error TS2339: Property 'open' does not exist on type 'MissingInSchema<"needs kv">'/,
  ],
  [
    "the same of a function",
    'total: async ({ fetch }) => (await fetch("http://a/"), 1n), add: () => 2n',
    /^counter\.ts\(2,69\): error TS2349: [^]*'MissingInSchema<"needs fetch">' has no call signatures/,
  ],
];

test("an author's mistake is an error at the author's line", async () => {
  const [counter] = exampleCases().filter(({ name }) => name === "counter");
  assert.ok(counter);
  const outputs = emit(counter.model).filter(({ path }) => /^generated\/(?:counter(?:\.table)?|types|codecs)\.ts$/.test(path));
  const files = mistakes.flatMap(([, handlers], index) => [
    ...outputs.map(({ path, text }) => ({ path: `${index}/${path}`, text })),
    {
      path: `${index}/counter.ts`,
      text: `import { counter } from "./generated/counter.js";\nexport default counter.process({ ${handlers} });\n`,
    },
  ]);
  const findings = await typeCheck(files);
  mistakes.forEach(([name, , finding], index) => {
    const own = findings.split(/\n(?=\S)/).filter((line) => line.startsWith(`${index}/`));
    assert.is(own.length, 1, `${name}: ${own.join("\n")}`);
    assert.match(own.join().slice(`${index}/`.length), finding, `${name}: ${own.join()}`);
  });
});

test.run();

function isClient(path: string): boolean {
  return path.endsWith(".client.ts");
}

/** An entry without the author's file is left out: it could not be resolved. */
async function filesOf({ name, model, author }: SchemaCase) {
  const outputs = (await formatOutputs(emit(model))).filter(({ path }) => path.endsWith(".ts"));
  const authored = new Set(author.map(({ path }) => path));
  const complete = outputs.filter(({ path }) => {
    const process = /^generated\/(.*)\.main\.ts$/.exec(path)?.[1];
    return process === undefined || authored.has(`${process}.ts`);
  });
  return [...complete, ...author].map(({ path, text }) => ({ path: `${name}/${path}`, text }));
}
