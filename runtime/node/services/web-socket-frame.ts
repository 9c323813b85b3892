/** What messages about WebSockets have in common, whichever side opens them (hyperdrive `lib/src/http/server_types.rs`). */

export type FrameKind = "Text" | "Binary" | "Ping" | "Pong" | "Close";

export function isFrameKind(value: unknown): value is FrameKind {
  return value === "Text" || value === "Binary" || value === "Ping" || value === "Pong" || value === "Close";
}

/** A `u32`. */
export function isChannelId(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}

/** The limit of Hyperdrive's library for a message; it has 16 MiB for a frame, which is not checked here. */
export const maxMessageBytes = 64 * 1024 * 1024;
