/**
 * What `kv:distro:sys` and `sqlite:distro:sys` do alike (hyperdrive `src/kv.rs`, `src/sqlite.rs`): whose requests they
 * take, who may do what, and whom they answer. Each request is done when it comes.
 */

import type { Address, JsonValue, NodeId, ProcessId } from "../../../contract/index.js";
import { encodeUtf8, json } from "../../../contract/index.js";
import type { Capability } from "../../../contract/standard.js";
import type { Kernel } from "../../kernel.js";
import type { KernelMessage } from "../../kernel-message.js";
import { Refusal } from "./refusal.js";
import { type DatabaseKey, type DatabaseRequest, isOwnPackage, parseRequest } from "./request.js";

export interface DatabaseAnswer {
  readonly json: JsonValue;
  readonly bytes?: Uint8Array;
}

export interface DatabaseService {
  readonly process: ProcessId;
  /** What the actions need: `own` means that the database is of the caller's package. */
  readonly rights: Readonly<Record<string, "own" | "read" | "write">>;
  /** Whether `read` and `write` are asked for. Hyperdrive's sqlite looks them up and goes on without them. */
  readonly isGuarded: boolean;
  /** `blob` is undefined without one. May throw `Refusal`. */
  readonly perform: (request: DatabaseRequest, blob: Uint8Array | undefined) => DatabaseAnswer;
  /** Of what else `perform` has thrown. */
  readonly toError: (message: string) => JsonValue;
}

export function addDatabaseService(kernel: Kernel, service: DatabaseService): void {
  const name = service.process.processName;
  const port = kernel.addModule(service.process, handle);

  function handle(message: KernelMessage): void {
    if (message.message.tag !== "request") return;
    if (message.source.node !== kernel.node) {
      return port.print(1, `${name}: got request from ${message.source.node}, but requests must come from our node ${kernel.node}`);
    }
    const { body, expectsResponse, metadata } = message.message.val;
    try {
      const answer = perform(message.source, body, message.blob?.bytes);
      if (expectsResponse === undefined && !message.rsvp) return;
      const blob = answer.bytes && { mime: undefined, bytes: answer.bytes };
      port.respond(message, encode(answer.json), { blob, metadata });
    } catch (error) {
      // Also to those who expect nothing.
      port.respond(message, encode({ Err: describeError(error) }));
    }
  }

  function perform(source: Address, body: Uint8Array, blob: Uint8Array | undefined): DatabaseAnswer {
    const request = parseRequest(body);
    const right = request && Object.hasOwn(service.rights, request.action) ? service.rights[request.action] : undefined;
    if (!request || !right) throw new Refusal("MalformedRequest");
    const { key, action } = request;
    if (right === "own") {
      if (!isOwnPackage(source, key)) throw new Refusal("MismatchingPackageId");
    } else if (service.isGuarded && !kernel.holds(source.process, capability(right, key))) {
      throw new Refusal(right === "read" ? "NoReadCap" : "NoWriteCap");
    }
    const answer = service.perform(request, blob);
    // To this process alone: others of its package open the database themselves.
    if (action === "Open") kernel.grant(source.process, [capability("read", key), capability("write", key)]);
    return answer;
  }

  function capability(kind: "read" | "write", key: DatabaseKey): Capability {
    return databaseCapability({ node: kernel.node, process: service.process }, kind, key);
  }

  function describeError(error: unknown): JsonValue {
    if (error instanceof Refusal) return error.answer;
    return service.toError(error instanceof Error ? error.message : String(error));
  }
}

/** The right of a process to a database, as `kv` or `sqlite` issues it. */
export function databaseCapability(
  issuer: { readonly node: NodeId; readonly process: ProcessId },
  kind: "read" | "write",
  { packageName, publisherNode, name }: DatabaseKey,
): Capability {
  const packageId = { package_name: packageName, publisher_node: publisherNode };
  return { issuer, params: JSON.stringify({ kind, db_key: [packageId, name] }) };
}

function encode(value: JsonValue): Uint8Array {
  return encodeUtf8(json.encode(value, ""));
}
