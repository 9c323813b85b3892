/**
 * The host side of the engine: runs in the thread of a process on the local node and answers the component's calls with
 * the node's own `standard`. The component waits for each answer, so that a call may block this thread.
 */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Standard } from "../../runtime/contract/index.js";

/** A line from the engine. */
type Line =
  | { readonly call: keyof Standard; readonly arguments: readonly unknown[] }
  | { readonly end: "returned" }
  | { readonly end: "threw" | "not-loaded"; readonly message: string; readonly stderr: string };

/** Resolves when the component's `init` has returned. Rejects when it has ended in any other way. */
export async function runOnEngine(standard: Standard, command: readonly string[], our: string): Promise<void> {
  const [program = "", ...options] = command;
  // Ends by itself when this thread does: its input ends then.
  const engine = spawn(program, [...options, our], { stdio: ["pipe", "pipe", "inherit"] });
  for await (const text of createInterface({ input: engine.stdout })) {
    const line = JSON.parse(text, revive) as Line;
    if ("call" in line) engine.stdin.write(`${JSON.stringify(answer(standard, line.call, line.arguments), mark)}\n`);
    else if (line.end === "returned") return;
    else throw new Error([line.message, line.stderr.trimEnd()].filter((part) => part !== "").join("\n"));
  }
  throw new Error(`the engine ended without a word, exit code ${engine.exitCode}`);
}

/** An `err` of a result is thrown with a payload; anything else that is thrown ends the process. */
function answer(standard: Standard, name: keyof Standard, values: readonly unknown[]): { readonly value: unknown } | { readonly error: unknown } {
  const call = standard[name] as (...values: readonly unknown[]) => unknown;
  try {
    return { value: call(...values) };
  } catch (error) {
    if (typeof error === "object" && error !== null && "payload" in error) return { error: error.payload };
    throw error;
  }
}

/** See `src/values.rs`. What is `null` becomes undefined: a property that is absent, or a hole in a list. */
function revive(_key: string, value: unknown): unknown {
  if (typeof value !== "object") return value;
  if (value === null) return undefined;
  if ("$bytes" in value) return new Uint8Array(Buffer.from(String(value.$bytes), "base64"));
  return "$u64" in value ? BigInt(String(value.$u64)) : value;
}

function mark(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return { $u64: value.toString() };
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString("base64") } : value;
}
