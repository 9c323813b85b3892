/** HTTP as bytes on a connection, for what no client library would send. */

import { connect, type Socket } from "node:net";

export interface RawConnection {
  readonly socket: Socket;
  /** All that has come until the other side has ended the connection. */
  readonly answer: Promise<string>;
}

export function openConnection(port: number, text = ""): RawConnection {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("latin1")));
  // The other side may break off while something is still being sent; what it has said before counts.
  socket.on("error", () => {});
  const answer = new Promise<string>((resolve) => socket.on("close", () => resolve(received)));
  if (text !== "") socket.write(text);
  return { socket, answer };
}

/** Sends a request byte by byte as given, and returns all that comes back. The request has to end the connection. */
export function exchange(port: number, text: string): Promise<string> {
  return openConnection(port, text).answer;
}

/** The first line of an answer, and its body. */
export function readAnswer(answer: string): readonly [line: string, body: string] {
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  return [head.split("\r\n")[0] ?? "", rest.join("\r\n\r\n")];
}

/** The text of a GET that ends its connection; `Host: localhost` unless there is another. */
export function getText(target: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): string {
  const all = { Host: "localhost", Connection: "close", ...headers };
  return `${method} ${target} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}
