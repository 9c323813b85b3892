/** `manifest.json` as it comes with a package from elsewhere: read with every mistake found. */

import type { Codec } from "../contract/codec.js";
import { int, u8 } from "../contract/codecs/integers.js";
import { json } from "../contract/codecs/json-values.js";
import { listOf, tupleOf } from "../contract/codecs/lists.js";
import { optionOf } from "../contract/codecs/options.js";
import { decodeOption, isJsonObject, recordOf, type JsonObject } from "../contract/codecs/records.js";
import { bool, string } from "../contract/codecs/texts.js";
import { refused } from "../contract/codecs/unchecked.js";
import { parseJson } from "../contract/json.js";
import { Problems } from "../contract/problems.js";
import { decodeUtf8 } from "../contract/utf8.js";
import { ManifestError } from "./manifest.js";
import type { ManifestCapability, ManifestEntry, ManifestRequest } from "./manifest.js";

/** As in hyperdrive: no field has a default, and unknown ones are ignored. Throws `ManifestError`. */
export function readManifest(bytes: Uint8Array): readonly ManifestEntry[] {
  const text = decodeUtf8(bytes);
  const parsed = text === undefined ? undefined : parseJson(text);
  if (parsed?.kind !== "value") throw new ManifestError(`manifest.json: ${parsed?.message ?? "it is not UTF-8 text"}`);
  const problems = new Problems();
  const entries = listOf(entryCodec).decode(parsed.value, problems);
  const [first] = problems.list;
  if (first) {
    const place = first.path === "" ? "" : `${first.path}: `;
    throw new ManifestError(`manifest.json: ${place}expected ${first.expected}, found ${first.found}`);
  }
  return entries;
}

/** What is read here is never written. */
function reading<T>(expected: string, decode: Codec<T>["decode"]): Codec<T> {
  return { expected, decode, encode: () => neverWritten(expected) };
}

function readingRecord<T>(expected: string, decode: (object: JsonObject, problems: Problems) => T): Codec<T> {
  return recordOf(expected, { decode, encode: () => neverWritten(expected) });
}

function neverWritten(expected: string): never {
  throw new TypeError(`${expected} of a manifest is only read`);
}

const rightOfProcess = readingRecord<Exclude<ManifestCapability, string>>(
  "a process id, or an object with `process` and `params`",
  (object, problems) => ({
    process: string.decode(object["process"], problems, "process"),
    params: json.decode(object["params"], problems, "params"),
  }),
);

const capability = reading<ManifestCapability>(rightOfProcess.expected, (value, problems, step) =>
  typeof value === "string" ? value : rightOfProcess.decode(value, problems, step),
);

const request = readingRecord<ManifestRequest[1]>("request", (object, problems) => ({
  inherit: bool.decode(object["inherit"], problems, "inherit"),
  expects_response: decodeOption(int, object["expects_response"], problems, "expects_response") ?? null,
  body: listOf(u8).decode(object["body"], problems, "body"),
  metadata: decodeOption(string, object["metadata"], problems, "metadata") ?? null,
}));

const blob = readingRecord<NonNullable<ManifestRequest[2]>>("blob", (object, problems) => ({
  mime: decodeOption(string, object["mime"], problems, "mime") ?? null,
  bytes: listOf(u8).decode(object["bytes"], problems, "bytes"),
}));

const requests = listOf(
  tupleOf<readonly [string, ManifestRequest[1], ManifestRequest[2] | undefined]>(string, request, optionOf(blob)),
);

const onExitForm = '"None", "Restart" or {"Requests": […]}';

const onExit = reading<ManifestEntry["on_exit"]>(onExitForm, (value, problems, step) => {
  if (value === "None" || value === "Restart") return value;
  if (!isJsonObject(value) || !Object.hasOwn(value, "Requests")) {
    problems.add(onExitForm, value, step);
    return refused();
  }
  const mark = problems.count;
  const read = requests.decode(value["Requests"], problems, "Requests");
  if (problems.count === mark) return { Requests: read.map(([target, sent, beside]) => [target, sent, beside ?? null] as const) };
  problems.within(mark, step);
  return refused();
});

const nameForm = "name of a-z, 0-9 and -";

const processName = reading<string>(nameForm, (value, problems, step) => {
  if (typeof value === "string" && /^[a-z0-9-]+$/.test(value)) return value;
  problems.add(nameForm, value, step);
  return refused();
});

const entryCodec = readingRecord<ManifestEntry>("process", (object, problems) => ({
  process_name: processName.decode(object["process_name"], problems, "process_name"),
  process_wasm_path: string.decode(object["process_wasm_path"], problems, "process_wasm_path"),
  on_exit: onExit.decode(object["on_exit"], problems, "on_exit"),
  request_networking: bool.decode(object["request_networking"], problems, "request_networking"),
  request_capabilities: listOf(capability).decode(object["request_capabilities"], problems, "request_capabilities"),
  grant_capabilities: listOf(capability).decode(object["grant_capabilities"], problems, "grant_capabilities"),
  public: bool.decode(object["public"], problems, "public"),
}));
