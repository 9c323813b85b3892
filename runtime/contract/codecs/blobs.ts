/** Codecs of `Blob` and `HttpResponse`: written as records would be. */

import type { Blob } from "../blob.js";
import type { Codec } from "../codec.js";
import type { HttpResponse } from "../http-response.js";
import { encodeUtf8 } from "../utf8.js";
import { bytes } from "./bytes.js";
import { withRange } from "./constraints.js";
import { u16 } from "./integers.js";
import { mapOf } from "./maps.js";
import { decodeOption, decodeOr, encodeOption, recordOf } from "./records.js";
import { string } from "./texts.js";

/** `{"mime":null,"bytes":[104,105]}`, as Hyperdrive writes it (not the base64 form of Rust's process_lib). */
export const blob: Codec<Blob> = recordOf("Blob", {
  decode: (object, problems) => ({
    mime: decodeOption(string, object["mime"], problems, "mime"),
    bytes: bytes.decode(object["bytes"], problems, "bytes"),
  }),
  encode: (value) => `{"mime":${encodeOption(string, value.mime, "mime")},"bytes":${bytes.encode(value.bytes, "bytes")}}`,
});

/** What http-server takes for a status. */
const status = withRange(u16, 100, 999);
const headers = mapOf(string, string);

/** `{"status":200,"headers":{},"body":[]}`: what a local or remote caller of a handler that answers HTTP gets. */
export const httpResponse: Codec<HttpResponse> = recordOf("HttpResponse", {
  decode: (object, problems) => ({
    status: status.decode(object["status"], problems, "status"),
    headers: Object.fromEntries(decodeOr(headers, object["headers"], problems, "headers", () => new Map()) ?? []),
    body: decodeOr(bytes, object["body"], problems, "body", () => new Uint8Array()),
  }),
  encode(value) {
    const body = typeof value.body === "string" ? encodeUtf8(value.body) : (value.body ?? new Uint8Array());
    return (
      `{"status":${status.encode(value.status, "status")}` +
      `,"headers":${headers.encode(new Map(Object.entries(value.headers ?? {})), "headers")}` +
      `,"body":${bytes.encode(body, "body")}}`
    );
  },
});
