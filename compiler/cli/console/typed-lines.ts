/** The lines that come on standard input: typed by a person, or from a pipe. */

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** `take` gets one after the other, and is awaited. The end of the input ends nothing else. Returns what ends the reading. */
export function readTypedLines(take: (line: string) => Promise<void>): () => void {
  const { stdin } = process;
  const lines = createInterface({ input: stdin });
  let taking: Promise<void> = Promise.resolve();
  lines.on("line", (line) => {
    taking = taking.then(() => take(line));
  });
  // An input that cannot be read is one with no lines.
  stdin.on("error", () => lines.close());
  let isOpen = true;
  lines.on("close", () => (isOpen = false));
  let looking: NodeJS.Timeout | undefined;
  const follow = (): void => {
    clearTimeout(looking);
    if (!isOpen) return;
    if (!isInBackground()) return void lines.resume();
    lines.pause();
    // A shell does not tell a program that runs already that it is in front again.
    looking = setTimeout(follow, 500).unref();
  };
  follow();
  // It was stopped, and may go on in the background.
  process.on("SIGCONT", follow);
  return () => {
    process.off("SIGCONT", follow);
    clearTimeout(looking);
    lines.close();
    // Else an open pipe would keep the program from ending.
    stdin.destroy();
  };
}

/** As after `hproc dev &`: whoever reads from its terminal then is stopped by the system. Where the system does not tell, false. */
function isInBackground(): boolean {
  if (!process.stdin.isTTY) return false;
  try {
    // Behind the name, which is in parentheses and may have spaces: state, parent, group, session, terminal, its group.
    const [, , group, , , foreground] = readFileSync("/proc/self/stat", "utf8").replace(/^.*\) /s, "").split(" ");
    return group !== foreground;
  } catch {
    return false;
  }
}
