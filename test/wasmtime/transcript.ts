/** What processes say to each other, without what differs from run to run. */

import { formatAddress } from "../../runtime/contract/index.js";
import type { KernelMessage } from "../../runtime/node/index.js";

export interface Transcript {
  readonly trace: (message: KernelMessage) => void;
  /**
   * By sender and receiver: how the conversations of others lie between is chance. So is whether a path is bound before or
   * after the first request of another, which is why the messages are sorted.
   */
  conversations(): ReadonlyMap<string, readonly string[]>;
}

export function createTranscript(): Transcript {
  const conversations = new Map<string, string[]>();
  return {
    trace({ source, target, message, blob }) {
      const pair = `${formatAddress(source)} to ${formatAddress(target)}`;
      // How often a waiting request gets a tick of its own, and how many lines of the log are written at once, depends on time.
      if (pair.includes("timer:distro:sys") || pair.includes("vfs:distro:sys")) return;
      const { body, metadata } = message.tag === "request" ? message.val : message.val[0];
      const parts = [message.tag, show(body), metadata ?? "", blob ? show(blob.bytes) : ""];
      const lines = conversations.get(pair) ?? [];
      lines.push(parts.join(" ").trimEnd());
      conversations.set(pair, lines);
    },
    conversations: () =>
      new Map([...conversations].sort(([left], [right]) => (left < right ? -1 : 1)).map(([pair, lines]) => [pair, lines.toSorted()])),
  };
}

const decoder = new TextDecoder();

/** Ports are chosen by the system, ids of channels by chance. */
function show(bytes: Uint8Array): string {
  return decoder
    .decode(bytes)
    .replace(/(127\.0\.0\.1|localhost):\d+/g, "$1:port")
    .replace(/"channel_id":\d+/g, '"channel_id":0');
}
