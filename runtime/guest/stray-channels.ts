/** What comes for WebSockets that a process does not have: those of a run or a version before this one. */

import type { Address } from "../contract/index.js";
import { formatAddress } from "../contract/index.js";
import { type Carrier, closeAt } from "./channel.js";
import type { Log } from "./log.js";
import type { Outbox } from "./outbox.js";
import type { SocketMessage } from "./server-message.js";

export interface StrayOptions {
  readonly log: Log;
  readonly outbox: Outbox;
  readonly carrier: Carrier;
}

/** Closes the channel, so that the other side can tell. */
export function closeStray(message: SocketMessage, source: Address, { log, outbox, carrier }: StrayOptions): void {
  const { kind, channelId } = message;
  if (kind === "close" || (kind === "frame" && message.frame === "Close")) return;
  if (kind === "open") {
    // The http-server still leads to a path that the process has bound in a former version.
    log.warn(`closed channel ${channelId}: no WebSocket has the path ${message.path}`);
  } else {
    log.warn(`dropped a ${message.frame} frame of ${formatAddress(source)}: channel ${channelId} is not known here; closed it`);
  }
  closeAt(carrier, channelId, outbox);
}
