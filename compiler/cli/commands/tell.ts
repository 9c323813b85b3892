/** `hproc tell` */

import { isJsonObject, type JsonValue, parseJson } from "../../../runtime/contract/index.js";
import { UsageError } from "../../project/usage-error.js";
import { NodeError } from "../../rpc/node-error.js";
import type { Command } from "../command.js";
import { askRun, type Place } from "../console/find-run.js";
import { followLogs } from "../console/follow-logs.js";
import { describeCommands } from "../console/run-command.js";
import { interruptible } from "../interrupt.js";

export const tell: Command = {
  help: `usage: hproc tell <command> [--in FOLDER] [--home FOLDER] [--follow]

Sends a command to the \`hproc dev\` that runs in this folder or above it, and shows the answer. The same commands can be
typed at the terminal of the run.

${describeCommands()}

  <process>      todo, todo:todo:template.os, or one of both behind the name of its node: alice.os@todo
  --in FOLDER    a folder of the project
  --home FOLDER  the \`--home\` that the run was started with
  --follow       with \`logs\`: goes on with the lines that come, until Ctrl-C

examples:
  hproc tell ps
  hproc tell m todo '{"CountTasks":null}'
  hproc tell logs todo --follow
  hproc tell latency alice.os bob.os 200ms
  hproc tell partition alice.os bob.os && hproc tell heal`,
  options: { in: { type: "string" }, home: { type: "string" }, follow: { type: "boolean" } },
  operand: "command",
  several: true,
  async run({ operands, values, output }) {
    if (operands.length === 0) throw new UsageError("`hproc tell` needs a command, as in `hproc tell ps`; `hproc tell help` lists them");
    const place = { folder: String(values["in"] ?? "."), home: values["home"] === undefined ? undefined : String(values["home"]) };
    if (values["follow"] === true) {
      const ask = async (words: readonly string[]): Promise<JsonValue> => (await askCommand(place, words)).result;
      await interruptible((interrupted) => {
        const ended = AbortSignal.any([interrupted, output.unread]);
        return followLogs(operands, ask, { output, interrupted: ended });
      });
      return 0;
    }
    const { text, result } = await askCommand(place, operands);
    output.line(text, { kind: "reply", command: operands[0], result });
    return 0;
  },
};

/** Rejects with `UsageError` for what is wrong, and with `NodeError` for what the node refuses. */
async function askCommand(place: Place, words: readonly string[]): Promise<{ readonly text: string; readonly result: JsonValue }> {
  const parsed = parseJson(await askRun(place, JSON.stringify({ words })));
  const answer = parsed.kind === "value" && isJsonObject(parsed.value) ? parsed.value : {};
  const text = String(answer["text"]);
  if (answer["kind"] === "usage") throw new UsageError(text);
  if (answer["kind"] !== "reply") throw new NodeError(text);
  return { text, result: answer["result"] ?? null };
}
