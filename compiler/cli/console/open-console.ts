/** The two ways by which commands reach a running `hproc dev`: its own standard input, and its socket. */

import { parseJson } from "../../../runtime/contract/index.js";
import { formatJson } from "../../text/exact-json.js";
import type { Output } from "../output.js";
import { CommandError } from "./command-error.js";
import { serveCommands } from "./control-socket.js";
import { runCommand } from "./run-command.js";
import type { Session } from "./session.js";
import { readTypedLines } from "./typed-lines.js";
import { splitWords } from "./words.js";

export interface ConsoleSurroundings {
  /** Of the first node. */
  readonly home: string;
  readonly output: Output;
}

/** An answer as it goes over the socket. */
export type SocketAnswer =
  | { readonly kind: "reply"; readonly text: string; readonly result: unknown }
  | { readonly kind: "usage" | "refused"; readonly text: string };

/** Resolves to what closes both. A socket that cannot be made is said so, and no reason to end. */
export async function openConsole(session: Session, { home, output }: ConsoleSurroundings): Promise<() => Promise<void>> {
  const closeSocket = await serveCommands(home, async (request) => formatJson(await answer(readWords(request), session))).catch(
    (error: unknown) => {
      output.error(`hproc: \`hproc tell\` does not reach this run: ${error instanceof Error ? error.message : String(error)}`);
      return () => Promise.resolve();
    },
  );
  const closeTyped = readTypedLines(async (line) => {
    const words = splitWords(line);
    if (words.length === 0) return;
    const { kind, text, ...rest } = await answer(words, session);
    if (kind === "reply") output.line(text, { kind, command: words[0], ...rest });
    else output.error(text);
  });
  return async () => {
    closeTyped();
    await closeSocket();
  };
}

async function answer(words: readonly string[], session: Session): Promise<SocketAnswer> {
  try {
    return { kind: "reply", ...(await runCommand(words, session)) };
  } catch (error) {
    if (error instanceof CommandError) return { kind: error.isUsage ? "usage" : "refused", text: error.message };
    // A command must not end the run.
    return { kind: "refused", text: `this is a fault of hproc, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
  }
}

function readWords(request: string): readonly string[] {
  const parsed = parseJson(request);
  const words = parsed.kind === "value" && typeof parsed.value === "object" && parsed.value !== null && "words" in parsed.value ? parsed.value.words : undefined;
  return Array.isArray(words) ? words.filter((word) => typeof word === "string") : [];
}
