/** Every symbol of the runtime that generated code may import. A test finds each of them in the runtime. */

export const contractValues = [
  "address", "blob", "bool", "bytes", "char", "decodeOption", "decodeOr", "encodeOption", "enumOf", "err", "errorStatus",
  "expectBare", "f32", "f64", "httpResponse", "int", "json", "listOf", "mapOf", "nodeId", "ok", "optionOf", "ownValue",
  "pairsOf", "processId", "recordOf", "resultOf", "s16", "s32", "s64", "s8", "secretOf", "setOf", "string", "tupleOf",
  "u16", "u32", "u64", "u8", "unit", "variantOf", "withByteLength", "withItems", "withLength", "withPattern",
  "withRange",
] as const;

export const contractTypes = [
  "Address", "Blob", "Codec", "HttpResponse", "JsonValue", "NodeId", "ProcessId", "ProcessTable", "Result",
  "ScalarCodec",
] as const;

export const guestValues = [
  "defineProcess", "withCalls", "withClients", "withFetch", "withKv", "withSockets", "withSqlite", "withUi", "withVfs",
] as const;

export const guestTypes = [
  "CallOptions", "Client", "ClientContext", "Context", "HttpContext", "MixedContext", "PendingCall", "RawMessage",
  "RawSocketHandlers", "Socket", "SocketContext", "SocketHandlers",
] as const;

export const clientValues = ["createClient"] as const;

export const clientTypes = [
  "ClientOptions", "ClientSocket", "HttpCall", "HttpCallOptions", "ProcessClientTable", "RawCallOptions", "RawFrame",
  "RawResponse", "SocketOptions",
] as const;

export type ContractValue = (typeof contractValues)[number];
export type ContractType = (typeof contractTypes)[number];
export type GuestValue = (typeof guestValues)[number];
export type GuestType = (typeof guestTypes)[number];
export type ClientValue = (typeof clientValues)[number];
export type ClientType = (typeof clientTypes)[number];

export const contractModule = "hproc/contract";
export const guestModule = "hproc/guest";
export const clientModule = "hproc/client";
/** In front of a file: its content as a data URL, or as text. */
export const dataUrlPrefix = "data-url:";
export const textPrefix = "text:";
/** Apart from `guestModule`, since it needs the host: it exports `run`. */
export const bootModule = "hproc/guest/boot";
