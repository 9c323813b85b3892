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
  /** Resolves with everything that was printed once a line on stdout contains the text; rejects when the program ends. */
  printed(text: string): Promise<string>;
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
  child.stderr?.on("data", (chunk: Buffer) => void (stderr += chunk.toString()));
  const ended = new Promise<Run>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const printed = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stdout.includes(text)) resolve(stdout);
      };
      listeners.add(look);
      look();
      void ended.then((run) => reject(new Error(`ended without printing ${text}: ${JSON.stringify(run)}`)));
    });
  return { child, printed, ended };
}

/** Calls `use` with the origin of a node that runs the project in the folder. */
export async function onNode(folder: string, use: (origin: string) => Promise<void>): Promise<void> {
  const { child, printed, ended } = startHproc(folder, ["dev", "--port", "0", "--verbosity", "0"]);
  try {
    await use(/ runs at (http:\/\/[^/]+)/.exec(await printed("Ctrl-C stops the node"))?.[1] ?? "");
  } finally {
    child.kill("SIGINT");
    await ended;
  }
}
