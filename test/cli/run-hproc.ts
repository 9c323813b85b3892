/** The command line as a user has it: a program of its own, in a folder of the user's. */

import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { repositoryFolder } from "../support/golden.js";

export interface Run {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  readonly child: ChildProcess;
  /**
   * Resolves with everything that was printed on stdout once that contains the text, or matches; rejects when the program
   * ends. After two minutes it is killed, and this says what was waited for.
   */
  printed(awaited: string | RegExp): Promise<string>;
  /** The same of stderr. */
  complained(awaited: string | RegExp): Promise<string>;
  readonly ended: Promise<Run>;
}

export const mainModule = join(repositoryFolder, "dist/bin/main.js");

/** `hproc <words>` in a folder, to its end. */
export function hproc(folder: string, ...words: readonly string[]): Promise<Run> {
  return startHproc(folder, words).ended;
}

export function startHproc(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  options: Pick<ProgramOptions, "hasInput"> = {},
): RunningProgram {
  return startProgram(process.execPath, [mainModule, ...words], { folder, environment, ...options });
}

/** Longer than anything takes that a test waits for, on a machine with much else to do. */
const patienceMs = 120_000;

export interface ProgramOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** In a group of its own: a signal to the negative process id reaches all that it has started. */
  readonly isGroup?: boolean;
  /** Default false: its standard input is at its end. */
  readonly hasInput?: boolean;
}

export function startProgram(
  command: string,
  words: readonly string[],
  { folder, environment = {}, isGroup = false, hasInput = false }: ProgramOptions,
): RunningProgram {
  const child = spawn(command, words, {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: [hasInput ? "pipe" : "ignore", "pipe", "pipe"],
    detached: isGroup,
  });
  const listeners = new Set<() => void>();
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    for (const listener of listeners) listener();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    for (const listener of listeners) listener();
  });
  const ended = new Promise<Run>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const waitFor = (read: () => string, awaited: string | RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      const look = (): void => {
        const text = read();
        if (!(typeof awaited === "string" ? text.includes(awaited) : awaited.test(text))) return;
        clearTimeout(late);
        listeners.delete(look);
        resolve(text);
      };
      listeners.add(look);
      look();
      void ended.then((run) => {
        clearTimeout(late);
        reject(new Error(`ended, or killed after ${patienceMs} ms, without printing ${awaited}: ${JSON.stringify(run)}`));
      });
    });
  return {
    child,
    printed: (awaited) => waitFor(() => stdout, awaited),
    complained: (awaited) => waitFor(() => stderr, awaited),
    ended,
  };
}

/** Calls `use` with the origin of a node that runs the project in the folder, and with its program. */
export async function onNode(
  folder: string,
  use: (origin: string, program: RunningProgram) => Promise<void>,
): Promise<void> {
  const program = startHproc(folder, ["dev", "--port", "0", "--verbosity", "0"]);
  const { child, printed, ended } = program;
  try {
    await use(/ runs at (http:\/\/[^/]+)/.exec(await printed("Ctrl-C stops the node"))?.[1] ?? "", program);
  } finally {
    child.kill("SIGINT");
    await ended;
  }
}
