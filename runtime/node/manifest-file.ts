/** `manifest.json` as it comes with a package from elsewhere: read with every mistake found. */

import type { Codec } from "../contract/codec.js";
import { int, u8 } from "../contract/codecs/integers.js";
import { json } from "../contract/codecs/json-values.js";
import { listOf, tupleOf } from "../contract/codecs/lists.js";
import { optionOf } from "../contract/codecs/options.js";
import { decodeField, decodeObject, decodeOptionalField, isJsonObject } from "../contract/codecs/records.js";
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
type Reader<T> = Pick<Codec<T>, "expected" | "decode">;

function readerOf<T>({ expected, decode }: Reader<T>): Codec<T> {
  return {
    expected,
    decode,
    encode: () => {
      throw new TypeError(`${expected} of a manifest is only read`);
    },
  };
}

const capability = readerOf<ManifestCapability>({
  expected: "a process id, or an object with `process` and `params`",
  decode(value, problems) {
    if (typeof value === "string") return value;
    const object = decodeObject(value, this.expected, problems);
    if (!object) return refused();
    const process = decodeField(object, "process", string, problems);
    return { process, params: decodeField(object, "params", json, problems) };
  },
});

const request = readerOf<ManifestRequest[1]>({
  expected: "request",
  decode(value, problems) {
    const object = decodeObject(value, "request", problems);
    if (!object) return refused();
    return {
      inherit: decodeField(object, "inherit", bool, problems),
      expects_response: decodeOptionalField(object, "expects_response", int, problems) ?? null,
      body: decodeField(object, "body", listOf(u8), problems),
      metadata: decodeOptionalField(object, "metadata", string, problems) ?? null,
    };
  },
});

const blob = readerOf<NonNullable<ManifestRequest[2]>>({
  expected: "blob",
  decode(value, problems) {
    const object = decodeObject(value, "blob", problems);
    if (!object) return refused();
    const mime = decodeOptionalField(object, "mime", string, problems) ?? null;
    return { mime, bytes: decodeField(object, "bytes", listOf(u8), problems) };
  },
});

const requests = listOf(
  tupleOf<readonly [string, ManifestRequest[1], ManifestRequest[2] | undefined]>(string, request, optionOf(blob)),
);

const onExit = readerOf<ManifestEntry["on_exit"]>({
  expected: '"None", "Restart" or {"Requests": […]}',
  decode(value, problems) {
    if (value === "None" || value === "Restart") return value;
    if (!isJsonObject(value) || !Object.hasOwn(value, "Requests")) {
      problems.add(this.expected, value);
      return refused();
    }
    const read = decodeField(value, "Requests", requests, problems) ?? [];
    return { Requests: read.map(([target, sent, beside]) => [target, sent, beside ?? null] as const) };
  },
});

const processName = readerOf<string>({
  expected: "name of a-z, 0-9 and -",
  decode(value, problems) {
    if (typeof value === "string" && /^[a-z0-9-]+$/.test(value)) return value;
    problems.add(this.expected, value);
    return refused();
  },
});

const entryCodec = readerOf<ManifestEntry>({
  expected: "process",
  decode(value, problems) {
    const object = decodeObject(value, "process", problems);
    if (!object) return refused();
    return {
      process_name: decodeField(object, "process_name", processName, problems),
      process_wasm_path: decodeField(object, "process_wasm_path", string, problems),
      on_exit: decodeField(object, "on_exit", onExit, problems),
      request_networking: decodeField(object, "request_networking", bool, problems),
      request_capabilities: decodeField(object, "request_capabilities", listOf(capability), problems),
      grant_capabilities: decodeField(object, "grant_capabilities", listOf(capability), problems),
      public: decodeField(object, "public", bool, problems),
    };
  },
});
