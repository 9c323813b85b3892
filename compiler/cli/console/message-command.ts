/** `m`: a message from the terminal of a node, and its answer. */

import { decodeUtf8, encodeUtf8, formatAddress, parseJson } from "../../../runtime/contract/index.js";
import { CommandError } from "./command-error.js";
import { readAddress, readNode, readWholeWord } from "./operands.js";
import type { ConsoleCommand } from "./session.js";

const defaultSeconds = 5;
const longestSeconds = 3600;

export const messageCommand: ConsoleCommand = {
  operands: "<process> <json> [seconds] [node]",
  summary: "sends a message and shows the answer; from the terminal of the process's node, or of another",
  async run([word = "", body = "", seconds = String(defaultSeconds), from], session) {
    const target = readAddress(word, session);
    const parsed = parseJson(body);
    if (parsed.kind === "problem") {
      throw new CommandError(`\`${body}\` is no JSON: ${parsed.message}; a handler without arguments is \`{"Name":null}\``);
    }
    const wait = readWholeWord(seconds, { name: "number of seconds", maximum: longestSeconds });
    const [first = ""] = session.nodes.keys();
    const { name, node } = readNode(from ?? (session.nodes.has(target.node) ? target.node : first), session);
    const local = session.nodes.get(target.node);
    if (local && !local.kernel.has(target.process)) {
      throw new CommandError(`there is no process \`${formatAddress(target)}\`, or it has ended; \`ps\` lists all`, { isUsage: false });
    }
    const answer = await node.ask(target, encodeUtf8(body), wait);
    switch (answer.kind) {
      case "response":
        return showAnswer(answer.body, answer.blob);
      case "timeout":
        throw new CommandError(`${formatAddress(target)} has not answered ${name} within ${wait} s`, { isUsage: false });
      case "offline":
        throw new CommandError(`${name} cannot reach the node ${target.node}`, { isUsage: false });
      case "stopped":
        throw new CommandError(`the node ${name} has stopped meanwhile`, { isUsage: false });
    }
  },
};

function showAnswer(body: Uint8Array, blob: { readonly mime: string | undefined; readonly bytes: Uint8Array } | undefined) {
  const text = decodeUtf8(body);
  const parsed = text === undefined ? undefined : parseJson(text);
  const withBlob = blob && { mime: blob.mime ?? null, size: blob.bytes.length };
  const shown = text ?? `${body.length} bytes that are no text`;
  return {
    text: withBlob ? `${shown}\nand a blob of ${withBlob.size} bytes${withBlob.mime === null ? "" : ` (${withBlob.mime})`}` : shown,
    result: {
      ...(parsed?.kind === "value" ? { body: parsed.value } : { text: text ?? null }),
      ...(withBlob ? { blob: withBlob } : {}),
    },
  };
}
