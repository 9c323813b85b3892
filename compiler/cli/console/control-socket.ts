/**
 * Where a running `hproc dev` takes commands of other programs: the socket `dev.sock` in the home of its first node, which
 * it has for itself. A request is one line of JSON, `{"words":["ps"]}`, and so is the answer.
 */

import { once } from "node:events";
import { chmod, lstat, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const socketName = "dev.sock";

/** Systems take 104 bytes and more, the zero at the end included. */
const longestPath = 100;
const longestRequest = 1024 * 1024;

/** Resolves when it can be reached; the result ends that. Rejects with what the system refuses. */
export async function serveCommands(home: string, answer: (request: string) => Promise<string>): Promise<() => Promise<void>> {
  const place = join(home, socketName);
  // Left by a run that was killed: this home is ours.
  await rm(place, { force: true });
  const isLong = Buffer.byteLength(place) > longestPath;
  const path = isLong ? join(await mkdtemp(join(tmpdir(), "hproc-")), socketName) : place;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // Whoever has asked may have gone.
    socket.on("error", () => socket.destroy());
    void serveOne(socket, answer);
  });
  await listen(server, path);
  // In the place of a socket whose path would be too long, its path.
  if (isLong) await writeFile(place, path, { mode: 0o600 });
  return async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    await rm(place, { force: true });
    if (isLong) await rm(dirname(path), { recursive: true, force: true });
  };
}

/** Sends one request. Rejects with what the system refuses: see `isGone`. */
export async function askSocket(place: string, request: string): Promise<string> {
  const isSocket = (await lstat(place)).isSocket();
  const path = isSocket ? place : (await readFile(place, "utf8")).trim();
  const socket = connect(path);
  const answer = readLine(socket);
  socket.write(`${request}\n`);
  try {
    return await answer;
  } finally {
    socket.destroy();
  }
}

/** Whether an error of `askSocket` says that the run has ended, perhaps without putting its socket away, or in the middle of the request. */
export function isGone({ code = "" }: NodeJS.ErrnoException): boolean {
  return ["ENOENT", "ECONNREFUSED", "ECONNRESET", "EPIPE"].includes(code);
}

/** Only the owner may connect, from the first moment on. */
async function listen(server: Server, path: string): Promise<void> {
  const listening = once(server, "listening");
  // The socket is made in this call; the mask is that of all files, and must not last.
  const mask = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(mask);
  }
  await listening;
  await chmod(path, 0o600);
}

async function serveOne(socket: Socket, answer: (request: string) => Promise<string>): Promise<void> {
  try {
    socket.end(`${await answer(await readLine(socket, longestRequest))}\n`);
  } catch {
    // No request has come, or nobody waits for its answer.
    socket.destroy();
  }
}

/** Up to the first end of line; rejects when the other side ends before, or sends more than `longest` characters. */
function readLine(socket: Socket, longest = Number.POSITIVE_INFINITY): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      text += part;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > longest) reject(new Error("the line is too long"));
    });
    socket.on("error", reject);
    socket.on("close", () => reject(Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" })));
  });
}
