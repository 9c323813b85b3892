/** `hproc call` */

import { readdir } from "node:fs/promises";
import { parseAddress, parseJson, parseProcessId, type CallTable, type JsonValue } from "../../../runtime/contract/index.js";
import { findHandler, knownProcesses, type KnownProcess } from "../../call/find-handler.js";
import { prepareCall } from "../../call/handler-call.js";
import { readCallResult, type CallResult } from "../../call/read-answer.js";
import type { Model } from "../../model/model.js";
import { checkSchema } from "../../pipeline.js";
import { locateSchema } from "../../project/locate.js";
import { nodeHost } from "../../project/node-host.js";
import { UsageError } from "../../project/usage-error.js";
import { createEndpoint, defaultNodeUrl, type Endpoint } from "../../rpc/endpoint.js";
import { formatJson } from "../../text/exact-json.js";
import { didYouMean, suggest } from "../../text/suggest.js";
import type { Command, CommandInput } from "../command.js";
import type { Output } from "../output.js";
import { readWhole } from "../whole-number.js";

export const call: Command = {
  help: `usage: hproc call <address> <handler> [json] [--node URL] [--schema PATH] [--timeout SECONDS]

Calls a handler of a process on a running node, and prints its result as JSON. The schema in the current folder, or that
of \`--schema\`, says what the handler takes: what does not fit it never leaves. Exits with 0 for a result, with 1 for an
\`Err\`, a refusal, or no answer.

  <address>          process:package:publisher, node@process:package:publisher, or a name of the schema
  <handler>          a \`local\` or \`remote\` handler; or the whole body of the message, as JSON, which is sent as it is
  [json]             its argument; a list of them where the handler takes several
  --node URL         the node to ask; ${defaultNodeUrl} when left out
  --schema PATH      a schema that declares the process or uses it
  --timeout SECONDS  how long to wait; 30 when left out

A Hyperdrive node takes calls when it was started with \`--expose-local\`, from its own machine.

examples:
  hproc call counter:counter:template.os add 5
  hproc call todo createTask '{"title": "Tea"}' --schema examples/todo
  hproc call vfs:distro:sys '{"path": "/counter:template.os/pkg", "action": "ReadDir"}'`,
  options: { node: { type: "string" }, schema: { type: "string" }, timeout: { type: "string" } },
  operand: "address, one handler and one argument",
  several: true,
  async run({ operands, values, output }) {
    const words = readWords(operands);
    const endpoint = createEndpoint(String(values["node"] ?? defaultNodeUrl));
    const timeoutSeconds = readWhole("--timeout", values["timeout"], 86_400) ?? 30;
    const model = await findModel(values["schema"], output);
    if (model === "broken") return 1;
    const plan = planCall(words, model, values["schema"] !== undefined);
    return await perform(plan, { endpoint, timeoutSeconds, output });
  },
};

interface Words {
  readonly address: string;
  readonly handler: string;
  readonly argument: JsonValue | undefined;
}

function readWords(operands: CommandInput["operands"]): Words {
  const [address, handler, json, ...more] = operands;
  if (address === undefined || handler === undefined) {
    throw new UsageError("`hproc call` takes an address and a handler, as in `hproc call counter:counter:template.os total`");
  }
  if (more.length > 0) {
    throw new UsageError(`\`hproc call\` takes one argument as JSON, several as a list; found \`${json}\` and \`${more.join("` and `")}\``);
  }
  return { address, handler, argument: json === undefined ? undefined : parseArgument(json) };
}

function parseArgument(text: string): JsonValue {
  const parsed = parseJson(text);
  if (parsed.kind === "value") return parsed.value;
  const hint = /^[\w .,;:!?@/-]+$/.test(text) ? `; a text has quotes of its own: '${JSON.stringify(text)}'` : "";
  throw new UsageError(`\`${text}\` is not JSON: ${parsed.message}, at character ${parsed.offset + 1}${hint}`);
}

/** Undefined when there is no schema to go by. */
async function findModel(path: string | boolean | undefined, output: Output): Promise<Model | undefined | "broken"> {
  if (typeof path !== "string" && !(await hasSchema("."))) return undefined;
  const { model, diagnostics } = await checkSchema(await locateSchema(typeof path === "string" ? path : "."), nodeHost);
  if (model) return model;
  output.diagnostics(diagnostics);
  return "broken";
}

async function hasSchema(folder: string): Promise<boolean> {
  return (await readdir(folder)).some((name) => name.endsWith(".hproc") && name !== ".hproc");
}

interface Plan {
  readonly process: string;
  readonly node: string | undefined;
  readonly handler: string;
  readonly body: string;
  /** Undefined when nothing is known of the handler. */
  readonly table: CallTable | undefined;
  readonly isNoteworthy: boolean;
}

/** Throws `UsageError` for what the schema does not allow. */
function planCall({ address, handler: word, argument }: Words, model: Model | undefined, isGiven: boolean): Plan {
  const { process, node, known } = readTarget(address, model, isGiven);
  const target = { process, node };
  if (/^\s*[{"[]/.test(word)) {
    if (argument !== undefined) throw new UsageError("a body that is sent as it is takes no argument beside it");
    parseArgument(word);
    return { ...target, handler: word, body: word, table: undefined, isNoteworthy: false };
  }
  if (!known || !model) {
    const body = formatJson({ [word]: argument ?? null });
    return { ...target, handler: word, body, table: undefined, isNoteworthy: model !== undefined };
  }
  const handler = findHandler(known, word);
  const prepared = prepareCall(model, handler, argument);
  if (prepared.kind === "misfit") {
    const lines = prepared.problems.map((problem) => `  ${problem}`);
    throw new UsageError([`the arguments do not fit ${handler.wireName}:`, ...lines].join("\n"));
  }
  return { ...target, handler: handler.name, body: prepared.body, table: prepared.table, isNoteworthy: false };
}

interface Target {
  readonly process: string;
  readonly node: string | undefined;
  readonly known: KnownProcess | undefined;
}

function readTarget(text: string, model: Model | undefined, isGiven: boolean): Target {
  const known = model ? knownProcesses(model) : [];
  const named = known.find(({ id, name }) => name === text || id.split(":")[0] === text);
  if (named) return { process: named.id, node: undefined, known: named };
  const [node, process] = text.includes("@") ? [parseAddress(text)?.node, text.slice(text.indexOf("@") + 1)] : [undefined, text];
  if (!parseProcessId(process) || (text.includes("@") && node === undefined)) {
    const names = known.flatMap(({ id, name }) => [name, id.split(":")[0] ?? ""]);
    const hint = didYouMean(suggest(text, names)) ?? "it looks like `process:package:publisher`";
    throw new UsageError(`\`${text}\` is no address; ${hint}`);
  }
  const found = known.find(({ id }) => id === process);
  if (!found && isGiven) {
    throw new UsageError(`the schema knows no process \`${process}\`; it knows ${known.map(({ id }) => id).join(", ")}`);
  }
  return { process, node, known: found };
}

interface Surroundings {
  readonly endpoint: Endpoint;
  readonly timeoutSeconds: number;
  readonly output: Output;
}

async function perform(plan: Plan, { endpoint, timeoutSeconds, output }: Surroundings): Promise<number> {
  const { process, node, body, handler, table } = plan;
  if (plan.isNoteworthy) {
    output.error(`hproc: the schema here knows no process ${process}: the arguments are sent unchecked`);
  }
  output.progress(`calling ${handler} of ${process}`);
  const answer = await endpoint.send({ process, node, body, timeoutSeconds });
  const head = { kind: "answer", process, handler } as const;
  if (!answer) {
    output.error(`hproc: ${describeTimeout(process, timeoutSeconds)}`, { ...head, outcome: "timeout" });
    return 1;
  }
  const result = readCallResult(answer.body, table);
  const data = { ...head, ...result };
  switch (result.outcome) {
    case "ok":
    case "err":
      output.line(formatJson(result.value, 2), data);
      return result.outcome === "ok" ? 0 : 1;
    default:
      output.error(`hproc: ${describeFailure(process, result)}`, data);
      return 1;
  }
}

function describeTimeout(process: string, seconds: number): string {
  return (
    `no answer from ${process} within ${seconds} s: there is no such process, it has not granted ` +
    "`http-server:distro:sys` the right to message it, or it takes longer"
  );
}

function describeFailure(process: string, result: Exclude<CallResult, { outcome: "ok" | "err" }>): string {
  const { problems } = result;
  const lines = problems.map((problem) => `\n  ${problem}`).join("");
  if (result.outcome === "rejected") {
    // The message has the first one in it.
    return `${process} refuses the call (${result.code}): ${result.message}${problems.length > 1 ? lines : ""}`;
  }
  const text = result.text.length <= 300 ? result.text : `${result.text.slice(0, 300)}…`;
  return `${process} has answered what the schema does not say:${lines}\nthe answer: ${text}`;
}
