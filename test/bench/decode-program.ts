/** The source of a process that measures decoders in its own engine: ours, and those that others use. */

import { createRequire } from "node:module";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import type { Effort } from "./bench.js";
import { cli, type Workspace } from "./workspace.js";

const schema = `package bench:template.os@0.1.0
enum Priority { Low, Normal, High }
record Person { id: u64, name: string @length(1, 80), email: option<string> }
record Task {
  id: u64
  title: string @length(1, 200)
  done: bool
  priority: Priority
  tags: list<string> @items(0, 16)
  assignees: list<Person>
  estimate: f64
  parent: option<u32>
}
process Bench { local take(task: Task) -> unit }
`;

/** 269 bytes. */
const message =
  '{"id":48213,"title":"Write the report about the last quarter","done":false,"priority":"Normal","tags":["finance","q3","draft"],' +
  '"assignees":[{"id":7,"name":"Ada Lovelace","email":"ada@example.org"},{"id":12,"name":"Alan Turing","email":null}],"estimate":2.5,"parent":77}';

/** Writes the project into `folder` and returns its entry. `zod` is the module to import, if it is measured. */
export async function writeDecodeProgram(
  workspace: Workspace,
  folder: string,
  { zod, effort }: { readonly zod: string | undefined; readonly effort: Effort },
): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "bench.hproc"), schema);
  await writeFile(join(folder, "ajv.js"), await ajvModule());
  await workspace.children.run([cli, "compile", folder]);
  const entry = join(folder, "decode.ts");
  await writeFile(entry, program(zod, effort));
  return entry;
}

/** What ajv compiles ahead, as its documentation recommends it where code cannot be made at run time. */
async function ajvModule(): Promise<string> {
  const person = {
    type: "object",
    required: ["id", "name"],
    properties: {
      id: { type: "integer", minimum: 0 },
      name: { type: "string", minLength: 1, maxLength: 80 },
      email: { type: ["string", "null"] },
    },
  };
  const ajv = new Ajv({ code: { source: true, esm: true }, allowUnionTypes: true });
  const validate = ajv.compile({
    type: "object",
    required: ["id", "title", "done", "priority", "tags", "assignees", "estimate"],
    properties: {
      id: { type: "integer", minimum: 0 },
      title: { type: "string", minLength: 1, maxLength: 200 },
      done: { type: "boolean" },
      priority: { enum: ["Low", "Normal", "High"] },
      tags: { type: "array", items: { type: "string" }, maxItems: 16 },
      assignees: { type: "array", items: person },
      estimate: { type: "number" },
      parent: { type: ["integer", "null"], minimum: 0, maximum: 4294967295 },
    },
  });
  const require = createRequire(import.meta.url);
  const { default: standalone } = (await import("ajv/dist/standalone/index.js")) as unknown as {
    readonly default: { readonly default: (ajv: Ajv, validate: unknown) => string };
  };
  const code = standalone.default(ajv, validate);
  // The folder of the bench is outside of this project, where nobody would find `ajv`.
  const names = [...new Set([...code.matchAll(/require\("([^"]+)"\)\.default/g)].map(([, name = ""]) => name))];
  const imports = names.map((name, index) => `import part${index} from ${JSON.stringify(require.resolve(name))};\n`);
  return imports.join("") + code.replace(/require\("([^"]+)"\)\.default/g, (_, name: string) => `part${names.indexOf(name)}`);
}

function program(zod: string | undefined, { roundCount, warmUpMs, measureMs }: Effort): string {
  return `import { printToTerminal } from "hyperware:process/standard@1.0.0";
import { parseJson, Problems } from "hproc/contract";
import validate from "./ajv.js";
import { taskCodec } from "./generated/codecs.js";
${zod === undefined ? "" : `import { z } from ${JSON.stringify(zod)};`}

const message = ${JSON.stringify(message)};
const misfit = () => new Error("the message does not fit");
const contenders = [
  { name: "ours", run() {
    const parsed = parseJson(message);
    const problems = new Problems();
    const value = parsed.kind === "value" ? taskCodec.decode(parsed.value, problems) : undefined;
    if (problems.count > 0) throw misfit();
    return value;
  } },
  { name: "JSON.parse alone", run: () => JSON.parse(message) },
  { name: "JSON.parse and ajv", run() {
    const value = JSON.parse(message);
    if (!validate(value)) throw misfit();
    return value;
  } },
${zod === undefined ? "" : zodContender}
];

let kept;
function rate(run, forMs) {
  const startMs = performance.now();
  let count = 0;
  for (;;) {
    for (let each = 0; each < 50; each++) kept = run();
    count += 50;
    const elapsedMs = performance.now() - startMs;
    if (elapsedMs >= forMs) return kept === rate ? 0 : (count / elapsedMs) * 1000;
  }
}

export function init() {
  const samples = contenders.map(({ name }) => ({ name, rates: [] }));
  for (let round = 0; round < ${roundCount}; round++) {
    contenders.forEach(({ run }, index) => {
      rate(run, ${warmUpMs});
      samples[index].rates.push(rate(run, ${measureMs}));
    });
  }
  printToTerminal(0, JSON.stringify(samples));
}
`;
}

const zodContender = `  (() => {
    const person = z.object({ id: z.number().int().min(0), name: z.string().min(1).max(80), email: z.string().nullish() });
    const task = z.object({
      id: z.number().int().min(0),
      title: z.string().min(1).max(200),
      done: z.boolean(),
      priority: z.enum(["Low", "Normal", "High"]),
      tags: z.array(z.string()).max(16),
      assignees: z.array(person),
      estimate: z.number(),
      parent: z.number().int().min(0).max(4294967295).nullish(),
    });
    return { name: "JSON.parse and zod", run() {
      const result = task.safeParse(JSON.parse(message));
      if (!result.success) throw misfit();
      return result.data;
    } };
  })(),`;
