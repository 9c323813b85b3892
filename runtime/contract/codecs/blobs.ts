/** Codecs of `Blob` and `HttpResponse`: written as records would be. */

import type { Blob } from "../blob.js";
import type { Codec } from "../codec.js";
import type { HttpResponse } from "../http-response.js";
import { encodeUtf8 } from "../utf8.js";
import { bytes } from "./bytes.js";
import { withRange } from "./constraints.js";
import { u16 } from "./integers.js";
import { mapOf } from "./maps.js";
import {
  decodeField,
  decodeFieldOr,
  decodeObject,
  decodeOptionalField,
  encodeField,
  encodeOptionalField,
  requireObject,
} from "./records.js";
import { string } from "./texts.js";
import { refused } from "./unchecked.js";

/** `{"mime":null,"bytes":[104,105]}`, as Hyperdrive writes it (not the base64 form of Rust's process_lib). */
export const blob: Codec<Blob> = {
  expected: "Blob",
  decode(value, problems) {
    const object = decodeObject(value, "Blob", problems);
    if (!object) return refused();
    return {
      mime: decodeOptionalField(object["mime"], "mime", string, problems),
      bytes: decodeField(object["bytes"], "bytes", bytes, problems),
    };
  },
  encode(value) {
    requireObject(value, "Blob");
    const mime = encodeOptionalField("mime", string, value.mime);
    return `{"mime":${mime},"bytes":${encodeField("bytes", bytes, value.bytes)}}`;
  },
};

/** What http-server takes for a status. */
const status = withRange(u16, 100, 999);
const headers = mapOf(string, string);

/** `{"status":200,"headers":{},"body":[]}`: what a local or remote caller of a handler that answers HTTP gets. */
export const httpResponse: Codec<HttpResponse> = {
  expected: "HttpResponse",
  decode(value, problems) {
    const object = decodeObject(value, "HttpResponse", problems);
    if (!object) return refused();
    return {
      status: decodeField(object["status"], "status", status, problems),
      headers: Object.fromEntries(decodeFieldOr(object["headers"], "headers", headers, problems, () => new Map()) ?? []),
      body: decodeFieldOr(object["body"], "body", bytes, problems, () => new Uint8Array()),
    };
  },
  encode(value) {
    requireObject(value, "HttpResponse");
    const body = typeof value.body === "string" ? encodeUtf8(value.body) : (value.body ?? new Uint8Array());
    return (
      `{"status":${encodeField("status", status, value.status)}` +
      `,"headers":${encodeField("headers", headers, new Map(Object.entries(value.headers ?? {})))}` +
      `,"body":${encodeField("body", bytes, body)}}`
    );
  },
};
