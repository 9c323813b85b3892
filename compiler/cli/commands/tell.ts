/** `hproc tell` */

import { isJsonObject, parseJson } from "../../../runtime/contract/index.js";
import { UsageError } from "../../project/usage-error.js";
import { NodeError } from "../../rpc/node-error.js";
import type { Command } from "../command.js";
import { askRun } from "../console/find-run.js";
import { describeCommands } from "../console/run-command.js";

export const tell: Command = {
  help: `usage: hproc tell <command> [--in FOLDER] [--home FOLDER]

Sends a command to the \`hproc dev\` that runs in this folder or above it, and shows the answer. The same commands can be
typed at the terminal of the run.

${describeCommands()}

  <process>      todo, todo:todo:template.os, or one of both behind the name of its node: alice.os@todo
  --in FOLDER    a folder of the project
  --home FOLDER  the \`--home\` that the run was started with

examples:
  hproc tell ps
  hproc tell m todo '{"CountTasks":null}'
  hproc tell latency alice.os bob.os 200ms
  hproc tell partition alice.os bob.os && hproc tell heal`,
  options: { in: { type: "string" }, home: { type: "string" } },
  operand: "command",
  several: true,
  async run({ operands, values, output }) {
    if (operands.length === 0) throw new UsageError("`hproc tell` needs a command, as in `hproc tell ps`; `hproc tell help` lists them");
    const place = { folder: String(values["in"] ?? "."), home: values["home"] === undefined ? undefined : String(values["home"]) };
    const parsed = parseJson(await askRun(place, JSON.stringify({ words: operands })));
    const answer = parsed.kind === "value" && isJsonObject(parsed.value) ? parsed.value : {};
    const text = String(answer["text"]);
    if (answer["kind"] === "usage") throw new UsageError(text);
    if (answer["kind"] !== "reply") throw new NodeError(text);
    output.line(text, { kind: "reply", command: operands[0], result: answer["result"] ?? null });
    return 0;
  },
};
