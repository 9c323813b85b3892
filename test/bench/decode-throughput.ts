/** The JSON text of a usual message to a value that has been checked, beside JSON.parse with the validators that others use. */

import { Ajv } from "ajv";
import { parseJson, Problems } from "../../runtime/contract/index.js";
import { compileModel } from "../support/compile.js";
import { loadGenerated } from "../support/generated-module.js";
import type { Bench } from "./bench.js";
import { compareLoops, type Contender } from "./loop.js";
import { installPeers, type Peers } from "./peers.js";

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

export const decodeThroughput: Bench = {
  name: "decode",
  async measure(workspace, effort) {
    const task = (await loadGenerated(compileModel({ "bench.hproc": schema }))).codec("taskCodec");
    const ours = (): unknown => {
      const parsed = parseJson(message);
      const problems = new Problems();
      const value = parsed.kind === "value" ? task.decode(parsed.value, problems) : undefined;
      if (problems.count > 0) throw new Error("the message does not fit");
      return value;
    };
    const contenders: Contender[] = [{ name: "ours", run: ours }, { name: "JSON.parse alone", run: () => JSON.parse(message) }, createAjv()];
    const peers = workspace.usesPeers ? await workspace.once("peers", installPeers) : undefined;
    if (peers) contenders.push(await createZod(peers));
    return compareLoops("decode", contenders, effort);
  },
};

function createAjv(): Contender {
  const text = { type: "string" };
  const person = {
    type: "object",
    required: ["id", "name"],
    properties: {
      id: { type: "integer", minimum: 0 },
      name: { type: "string", minLength: 1, maxLength: 80 },
      email: { type: ["string", "null"] },
    },
  };
  const validate = new Ajv().compile({
    type: "object",
    required: ["id", "title", "done", "priority", "tags", "assignees", "estimate"],
    properties: {
      id: { type: "integer", minimum: 0 },
      title: { type: "string", minLength: 1, maxLength: 200 },
      done: { type: "boolean" },
      priority: { enum: ["Low", "Normal", "High"] },
      tags: { type: "array", items: text, maxItems: 16 },
      assignees: { type: "array", items: person },
      estimate: { type: "number" },
      parent: { type: ["integer", "null"], minimum: 0, maximum: 4294967295 },
    },
  });
  return {
    name: "JSON.parse and ajv",
    run: () => {
      const value: unknown = JSON.parse(message);
      if (!validate(value)) throw new Error("the message does not fit");
      return value;
    },
  };
}

/** Just what is called of it. */
interface Zod {
  readonly z: Readonly<Record<"object" | "array" | "enum", (parts: unknown) => ZodType>> &
    Readonly<Record<"string" | "number" | "boolean", () => ZodType>>;
}
interface ZodType {
  int(): ZodType;
  min(limit: number): ZodType;
  max(limit: number): ZodType;
  nullish(): ZodType;
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown };
}

async function createZod(peers: Peers): Promise<Contender> {
  const { z } = (await peers.load("zod")) as Zod;
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
  return {
    name: "JSON.parse and zod",
    run: () => {
      const result = task.safeParse(JSON.parse(message));
      if (!result.success) throw new Error("the message does not fit");
      return result.data;
    },
  };
}
