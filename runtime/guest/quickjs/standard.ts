/**
 * The host's interface as `Standard` has it, over the bindings of QuickJS. Those want every argument, exactly in its
 * form: anything else ends the process, where the bindings of other engines throw. So all of them are looked at here.
 */

import * as host from "hyperware:process/standard@1.0.0";
import type {
  Address,
  Capability,
  LazyLoadBlob,
  Message,
  OnExit,
  ProcessId,
  Request,
  Response,
  Standard,
} from "../../contract/index.js";
import { bool, bytes, list, number, object, optional, text, u64 } from "./host-values.js";

export const standard: Standard = {
  our: () => host.our(),
  printToTerminal: (verbosity, message) => host.printToTerminal(number(verbosity, 255, "verbosity"), text(message, "message")),
  getOnExit: () => host.getOnExit(),
  setOnExit: (value) => host.setOnExit(onExit(value)),
  getState: () => host.getState() ?? undefined,
  setState: (value) => host.setState(bytes(value, "state")),
  clearState: () => host.clearState(),
  spawn: (name, wasmPath, exit, requested, granted, isPublic) =>
    host.spawn(
      optional(name, (value) => text(value, "name")),
      text(wasmPath, "wasm path"),
      onExit(exit),
      list(requested, "requested capabilities", capability),
      list(granted, "granted capabilities", (pair) => {
        const [process, params] = list(pair, "granted capability", (part) => part);
        return [processId(process), text(params, "params")] as const;
      }),
      bool(isPublic),
    ),
  saveCapabilities: (values) => host.saveCapabilities(list(values, "capabilities", capability)),
  dropCapabilities: (values) => host.dropCapabilities(list(values, "capabilities", capability)),
  ourCapabilities: () => host.ourCapabilities(),
  receive() {
    const received = host.receive();
    fill(received[1]);
    return received;
  },
  hasBlob: () => host.hasBlob(),
  getBlob: () => received(host.getBlob()),
  lastBlob: () => received(host.lastBlob()),
  sendRequest: (target, message, context, content) =>
    host.sendRequest(address(target), request(message), optional(context, contextBytes), optional(content, blob)),
  sendRequests: (requests) =>
    host.sendRequests(
      list(requests, "requests", (each) => {
        const [target, message, context, content] = list(each, "request", (part) => part);
        return [address(target), request(message), optional(context, contextBytes), optional(content, blob)] as const;
      }),
    ),
  sendResponse: (message, content) => host.sendResponse(response(message), optional(content, blob)),
  sendAndAwaitResponse(target, message, content) {
    const answer = host.sendAndAwaitResponse(address(target), request(message), optional(content, blob));
    fill(answer[1]);
    return answer;
  },
};

/** As the bindings give a message: null for what is absent, a number for `u64`. It belongs to nobody else yet. */
type BareMessage =
  | { readonly tag: "request"; readonly val: { expectsResponse: number | bigint | undefined | null; metadata: string | undefined | null } }
  | { readonly tag: "response"; readonly val: [{ metadata: string | undefined | null }, Uint8Array | undefined | null] };

/** Changes the message itself. */
function fill(message: Message): void {
  const bare = message as unknown as BareMessage;
  if (bare.tag === "request") {
    const { val } = bare;
    val.expectsResponse = val.expectsResponse == null ? undefined : BigInt(val.expectsResponse);
    val.metadata ??= undefined;
  } else {
    const { val } = bare;
    val[0].metadata ??= undefined;
    val[1] ??= undefined;
  }
}

function received(content: LazyLoadBlob | undefined | null): LazyLoadBlob | undefined {
  return content ? { mime: content.mime ?? undefined, bytes: content.bytes } : undefined;
}

function address(value: unknown): Address {
  const { node, process } = object(value, "address");
  return { node: text(node, "node"), process: processId(process) };
}

function processId(value: unknown): ProcessId {
  const { processName, packageName, publisherNode } = object(value, "process id");
  return {
    processName: text(processName, "process name"),
    packageName: text(packageName, "package name"),
    publisherNode: text(publisherNode, "publisher node"),
  };
}

function capability(value: unknown): Capability {
  const { issuer, params } = object(value, "capability");
  return { issuer: address(issuer), params: text(params, "params") };
}

const noCapabilities: readonly Capability[] = [];

function capabilities(value: unknown): readonly Capability[] {
  return Array.isArray(value) && value.length === 0 ? noCapabilities : list(value, "capabilities", capability);
}

function request(value: unknown): Request {
  const { inherit, expectsResponse, body, metadata, capabilities: granted } = object(value, "request");
  return {
    inherit: bool(inherit),
    // The bindings take a number for what others take a bigint for.
    expectsResponse: optional(expectsResponse, u64) as unknown as bigint | undefined,
    body: bytes(body, "body"),
    metadata: optional(metadata, metadataText),
    capabilities: capabilities(granted),
  };
}

function response(value: unknown): Response {
  const { inherit, body, metadata, capabilities: granted } = object(value, "response");
  return { inherit: bool(inherit), body: bytes(body, "body"), metadata: optional(metadata, metadataText), capabilities: capabilities(granted) };
}

const metadataText = (value: unknown): string => text(value, "metadata");
const contextBytes = (value: unknown): Uint8Array => bytes(value, "context");

function blob(value: unknown): LazyLoadBlob {
  const { mime, bytes: content } = object(value, "blob");
  return { mime: optional(mime, mimeText), bytes: bytes(content, "bytes of the blob") };
}

const mimeText = (value: unknown): string => text(value, "mime");

function onExit(value: unknown): OnExit {
  const { tag, val } = object(value, "what to do on exit");
  if (tag === "none" || tag === "restart") return { tag };
  if (tag !== "requests") throw new TypeError(`what to do on exit is \`none\`, \`restart\` or \`requests\`, not ${String(tag)}`);
  return {
    tag,
    val: list(val, "requests on exit", (each) => {
      const [target, message, content] = list(each, "request on exit", (part) => part);
      return [address(target), request(message), optional(content, blob)] as const;
    }),
  };
}
