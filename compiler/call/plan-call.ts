/** From the words of a call to the message that it is, as far as a schema knows what it may be. */

import {
  parseAddress,
  parseJson,
  parseProcessId,
  type CallTable,
  type JsonValue,
} from "../../runtime/contract/index.js";
import type { Model } from "../model/model.js";
import { UsageError } from "../project/usage-error.js";
import { formatJson } from "../text/exact-json.js";
import { didYouMean, suggest } from "../text/suggest.js";
import { findHandler, knownProcesses, type KnownProcess } from "./find-handler.js";
import { prepareCall } from "./handler-call.js";

/** What the user has written. */
export interface CallWords {
  readonly address: string;
  readonly handler: string;
  /** Undefined when there is none. */
  readonly argument: JsonValue | undefined;
}

/** What leaves for the node. */
export interface CallPlan {
  readonly process: string;
  readonly node: string | undefined;
  readonly handler: string;
  readonly body: string;
  /** Undefined when nothing is known of the handler. */
  readonly table: CallTable | undefined;
  /** There is a schema, and it does not know the process. */
  readonly isUnknown: boolean;
}

/** Throws `UsageError` for what the schema does not allow. */
export function planCall(
  { address, handler: word, argument }: CallWords,
  model: Model | undefined,
  isGiven: boolean,
): CallPlan {
  const { process, node, known } = readTarget(address, model, isGiven);
  const target = { process, node };
  if (/^\s*[{"[]/.test(word)) {
    if (argument !== undefined) throw new UsageError("a body that is sent as it is takes no argument beside it");
    parseArgument(word);
    return { ...target, handler: word, body: word, table: undefined, isUnknown: false };
  }
  if (!known || !model) {
    const body = formatJson({ [word]: argument ?? null });
    return { ...target, handler: word, body, table: undefined, isUnknown: model !== undefined };
  }
  const handler = findHandler(known, word);
  const prepared = prepareCall(model, handler, argument);
  if (prepared.kind === "misfit") {
    const lines = prepared.problems.map((problem) => `  ${problem}`);
    throw new UsageError([`the arguments do not fit ${handler.wireName}:`, ...lines].join("\n"));
  }
  return { ...target, handler: handler.name, body: prepared.body, table: prepared.table, isUnknown: false };
}

interface Target {
  readonly process: string;
  readonly node: string | undefined;
  readonly known: KnownProcess | undefined;
}

/** `isGiven` when the schema was named, and so has to know the process. */
function readTarget(text: string, model: Model | undefined, isGiven: boolean): Target {
  const known = model ? knownProcesses(model) : [];
  const named = known.find(({ id, name }) => name === text || id.split(":")[0] === text);
  if (named) return { process: named.id, node: undefined, known: named };
  const [node, process] = text.includes("@")
    ? [parseAddress(text)?.node, text.slice(text.indexOf("@") + 1)]
    : [undefined, text];
  if (!parseProcessId(process) || (text.includes("@") && node === undefined)) {
    const names = known.flatMap(({ id, name }) => [name, id.split(":")[0] ?? ""]);
    const hint = didYouMean(suggest(text, names)) ?? "it looks like `process:package:publisher`";
    throw new UsageError(`\`${text}\` is no address; ${hint}`);
  }
  const found = known.find(({ id }) => id === process);
  if (!found && isGiven) {
    throw new UsageError(
      `the schema knows no process \`${process}\`; it knows ${known.map(({ id }) => id).join(", ")}`,
    );
  }
  return { process, node, known: found };
}

/** Throws `UsageError` for what is not JSON. */
export function parseArgument(text: string): JsonValue {
  const parsed = parseJson(text);
  if (parsed.kind === "value") return parsed.value;
  const hint = /^[\w .,;:!?@/-]+$/.test(text) ? `; a text has quotes of its own: '${JSON.stringify(text)}'` : "";
  throw new UsageError(`\`${text}\` is not JSON: ${parsed.message}, at character ${parsed.offset + 1}${hint}`);
}
