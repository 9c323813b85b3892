/** What processes say to each other, without what differs from run to run. */

import { formatAddress } from "../../runtime/contract/index.js";
import type { KernelMessage } from "../../runtime/node/index.js";

export interface Transcript {
  readonly trace: (message: KernelMessage) => void;
  /** By sender and receiver: how the conversations of others lie between is chance. */
  conversations(): ReadonlyMap<string, readonly string[]>;
}

export function createTranscript(): Transcript {
  const conversations = new Map<string, string[]>();
  return {
    trace({ source, target, message, blob }) {
      const pair = `${formatAddress(source)} to ${formatAddress(target)}`;
      // How often a waiting request gets a tick of its own depends on how long it waits.
      if (pair.includes("timer:distro:sys")) return;
      const { body, metadata } = message.tag === "request" ? message.val : message.val[0];
      const parts = [message.tag, show(body), metadata ?? "", blob ? show(blob.bytes) : ""];
      const lines = conversations.get(pair) ?? [];
      lines.push(parts.join(" ").trimEnd());
      conversations.set(pair, lines);
    },
    conversations: () => new Map([...conversations].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

const decoder = new TextDecoder();

/** Ports are chosen by the system. */
function show(bytes: Uint8Array): string {
  return decoder.decode(bytes).replace(/(127\.0\.0\.1|localhost):\d+/g, "$1:port");
}
