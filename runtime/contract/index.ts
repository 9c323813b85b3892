/** Everything that emitted code and the guest import from `hproc/contract`. */

export {
  formatAddress,
  formatProcessId,
  parseAddress,
  parseProcessId,
  sameAddress,
  sameProcess,
  type Address,
  type NodeId,
  type ProcessId,
} from "./address.js";
export type { Blob } from "./blob.js";
export { EncodeError, type Codec, type Step, type TextCodec } from "./codec.js";
export { blob, httpResponse } from "./codecs/blobs.js";
export { bytes } from "./codecs/bytes.js";
export { withByteLength, withItems, withLength, withPattern, withRange } from "./codecs/constraints.js";
export { enumOf } from "./codecs/enums.js";
export { f32, f64, refusingNonFinite } from "./codecs/floats.js";
export { address, nodeId, processId } from "./codecs/identities.js";
export { int, s16, s32, s64, s8, u16, u32, u64, u8 } from "./codecs/integers.js";
export { json } from "./codecs/json-values.js";
export { listOf, setOf, tupleOf } from "./codecs/lists.js";
export { errorStatus } from "./codecs/error-status.js";
export { mapOf, pairsOf } from "./codecs/maps.js";
export { optionOf, resultOf } from "./codecs/options.js";
export {
  decodeOption,
  decodeOr,
  encodeOption,
  isJsonObject,
  ownValue,
  recordOf,
  type JsonObject,
} from "./codecs/records.js";
export type { ScalarCodec } from "./codecs/scalar-codec.js";
export { secretOf } from "./codecs/secrets.js";
export { bool, char, string, unit } from "./codecs/texts.js";
export { expectBare, variantOf, type Tagged } from "./codecs/variants.js";
export { boundBody, decodeHandover, encodeHandover, finishBody, type Handover } from "./handover.js";
export type { HttpResponse } from "./http-response.js";
export type { JsonValue, ParsedJson } from "./json/json-value.js";
export { maxJsonDepth, parseJson, parseJsonWithRoundedNumbers } from "./json.js";
export { findTooDeep } from "./json/depth.js";
export { Pending } from "./pending.js";
export { describeFound, joinPath, maxProblemCount, Problems, type Problem } from "./problems.js";
export {
  allHttpMethods,
  type BodyTable,
  type CallTable,
  type ChannelTable,
  type ClientTable,
  type EndpointTable,
  type FormField,
  type HandlerTable,
  type HttpMethod,
  type HttpSettingsTable,
  type HttpTable,
  type ParameterTable,
  type ProcessTable,
  type ReturnTable,
  type RouteSegment,
  type LogLevel,
  type LogTable,
  type Need,
  type SavePolicy,
  type SocketEndpointTable,
  type SocketTable,
  type StateTable,
  type TimerTable,
  type UiTable,
  type UseTable,
} from "./process-table.js";
export { err, ok, type Err, type Ok, type Result } from "./result.js";
export type {
  Capability,
  LazyLoadBlob,
  Message,
  OnExit,
  Received,
  Request,
  Response,
  SendError,
  Standard,
} from "./standard.js";
export { decodeUtf8, encodeUtf8 } from "./utf8.js";
