/**
 * The RPC path of a running node, `POST /rpc:distro:sys/message`: one message in, its answer out (hyperdrive
 * `src/http/server.rs`, `handle_rpc_message`). The same on Hyperdrive and on the local node.
 */

import { UsageError } from "../project/usage-error.js";
import { describeSystemError, isSystemError } from "../project/system-error.js";
import { postJson, type HttpReply } from "./http-post.js";
import { isRecord, parseAnswerJson } from "./json.js";
import { NodeError } from "./node-error.js";

export interface RpcRequest {
  /** `counter:counter:template.os`. */
  readonly process: string;
  /** The node that is asked when undefined. */
  readonly node?: string | undefined;
  readonly body: string;
  readonly blob?: Uint8Array;
  /** How long the process has, in seconds. */
  readonly timeoutSeconds: number;
}

export interface RpcAnswer {
  readonly body: Uint8Array;
  readonly blob: Uint8Array | undefined;
}

export interface Endpoint {
  /** As the user named it, without a slash at its end. */
  readonly url: string;
  /** Undefined when nobody has answered in time. Throws `NodeError` when the message did not get to its process. */
  send(request: RpcRequest): Promise<RpcAnswer | undefined>;
}

export const defaultNodeUrl = "http://localhost:8080";

/** Throws `UsageError` for what is not the URL of a node. */
export function createEndpoint(text: string): Endpoint {
  const url = text.replace(/\/+$/, "");
  if (!URL.canParse(url) || !/^https?:\/\/[^/?#]+$/.test(url)) {
    throw new UsageError(`\`--node\` takes the URL of a node such as \`${defaultNodeUrl}\`; found \`${text}\``);
  }
  return { url, send: (request) => send(url, request) };
}

async function send(
  url: string,
  { process, node, body, blob, timeoutSeconds }: RpcRequest,
): Promise<RpcAnswer | undefined> {
  const message = {
    node: node ?? null,
    process,
    expects_response: timeoutSeconds,
    body,
    ...(blob && { mime: "application/octet-stream", data: Buffer.from(blob).toString("base64") }),
  };
  // The node waits by this header, and not by what the message says.
  const headers = { "x-hyperware-http-server-timeout": String(timeoutSeconds) };
  const reply = await post(url, { json: JSON.stringify(message), headers, timeoutSeconds: timeoutSeconds + 5 });
  if (reply.status === 408) return undefined;
  const answer = reply.status === 200 ? parseAnswer(reply.text) : undefined;
  if (!answer) throw new NodeError(describeRefusal(url, reply));
  return answer;
}

async function post(url: string, request: Parameters<typeof postJson>[1]): Promise<HttpReply> {
  try {
    return await postJson(`${url}/rpc:distro:sys/message`, request);
  } catch (error) {
    throw new NodeError(describeUnreached(url, error), { cause: error });
  }
}

function describeUnreached(url: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const hint = "start one with `hproc dev`, or name another with `--node URL`";
  switch (code) {
    case "ECONNREFUSED":
      return `no node answers at ${url}; ${hint}`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `there is no machine ${new URL(url).hostname}; name a node with \`--node URL\``;
    case "ETIMEDOUT":
      return `nothing came back from ${url} in time; is it a node? ${hint}`;
  }
  const reason = isSystemError(error)
    ? describeSystemError(error)
    : error instanceof Error
      ? error.message
      : String(error);
  return `${url} cannot be reached: ${reason}; ${hint}`;
}

function describeRefusal(url: string, { status }: HttpReply): string {
  switch (status) {
    case 400:
      return `the node at ${url} cannot read the message`;
    case 403:
      return (
        `the node at ${url} takes no messages from here (403): only programs on its own machine may send them, not through ` +
        "a proxy, and a Hyperdrive node must have been started with `--expose-local`"
      );
    case 404:
      return `what answers at ${url} is no Hyperware node: it has no /rpc:distro:sys/message (404)`;
    default:
      return `what answers at ${url} does not speak like a Hyperware node (status ${status})`;
  }
}

/** `{"body": [bytes], "lazy_load_blob": {"mime", "bytes": [the ASCII codes of base64 text]} | null}`. */
function parseAnswer(text: string): RpcAnswer | undefined {
  const json = parseAnswerJson(text);
  if (!isRecord(json) || !isBytes(json["body"])) return undefined;
  const { lazy_load_blob: blob = null } = json;
  const encoded = isRecord(blob) ? blob["bytes"] : (blob ?? undefined);
  if (encoded !== undefined && !isBytes(encoded)) return undefined;
  const bytes = encoded && Uint8Array.from(Buffer.from(Buffer.from(encoded).toString("latin1"), "base64"));
  return { body: Uint8Array.from(json["body"]), blob: bytes };
}

function isBytes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);
}
