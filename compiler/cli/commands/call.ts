/** `hproc call` */

import { readdir } from "node:fs/promises";
import { parseArgument, planCall, type CallPlan, type CallWords } from "../../call/plan-call.js";
import { readCallResult, type CallResult } from "../../call/read-answer.js";
import type { Model } from "../../model/model.js";
import { checkSchema } from "../../pipeline.js";
import { locateSchema } from "../../project/locate.js";
import { nodeHost } from "../../project/node-host.js";
import { UsageError } from "../../project/usage-error.js";
import { createEndpoint, defaultNodeUrl, type Endpoint } from "../../rpc/endpoint.js";
import { formatJson } from "../../text/exact-json.js";
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

function readWords(operands: CommandInput["operands"]): CallWords {
  const [address, handler, json, ...more] = operands;
  if (address === undefined || handler === undefined) {
    throw new UsageError(
      "`hproc call` takes an address and a handler, as in `hproc call counter:counter:template.os total`",
    );
  }
  if (more.length > 0) {
    throw new UsageError(
      `\`hproc call\` takes one argument as JSON, several as a list; found \`${json}\` and \`${more.join("` and `")}\``,
    );
  }
  return { address, handler, argument: json === undefined ? undefined : parseArgument(json) };
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

interface Surroundings {
  readonly endpoint: Endpoint;
  readonly timeoutSeconds: number;
  readonly output: Output;
}

async function perform(plan: CallPlan, { endpoint, timeoutSeconds, output }: Surroundings): Promise<number> {
  const { process, node, body, handler, table } = plan;
  if (plan.isUnknown) {
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
