/** Codecs of `Address`, `ProcessId` and `NodeId`: strings on the wire, as Hyperdrive's own types. */

import {
  formatAddress,
  formatProcessId,
  parseAddress,
  parseProcessId,
  sameAddress,
  sameProcess,
  type Address,
  type NodeId,
  type ProcessId,
} from "../address.js";
import { hasLoneSurrogate, stringFormCodec, type ScalarCodec } from "./scalar-codec.js";

/** `node@process:package:publisher`. */
export const address: ScalarCodec<Address> = stringFormCodec({
  expected: "Address",
  fromText: parseAddress,
  toText(value) {
    if (!isAddress(value)) return undefined;
    const text = formatAddress(value);
    const parsed = parseAddress(text);
    return parsed && sameAddress(parsed, value) && !hasLoneSurrogate(text) ? text : undefined;
  },
});

/** `process:package:publisher`. */
export const processId: ScalarCodec<ProcessId> = stringFormCodec({
  expected: "ProcessId",
  fromText: parseProcessId,
  toText(value) {
    if (!isProcessId(value)) return undefined;
    const text = formatProcessId(value);
    const parsed = parseProcessId(text);
    return parsed && sameProcess(parsed, value) && !hasLoneSurrogate(text) ? text : undefined;
  },
});

/** Any text, as in Hyperdrive. */
export const nodeId: ScalarCodec<NodeId> = stringFormCodec({
  expected: "NodeId",
  fromText: (text) => text,
  toText: (value) => (typeof value === "string" && !hasLoneSurrogate(value) ? value : undefined),
});

function isAddress(value: unknown): value is Address {
  return (
    typeof value === "object" &&
    value !== null &&
    "node" in value &&
    typeof value.node === "string" &&
    "process" in value &&
    isProcessId(value.process)
  );
}

function isProcessId(value: unknown): value is ProcessId {
  return (
    typeof value === "object" &&
    value !== null &&
    "processName" in value &&
    typeof value.processName === "string" &&
    "packageName" in value &&
    typeof value.packageName === "string" &&
    "publisherNode" in value &&
    typeof value.publisherNode === "string"
  );
}
