/** The counter on `node:http` alone, without checks: what the requests a second of a node are compared with. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

let total = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    if (request.method === "POST") total += JSON.parse(Buffer.concat(chunks).toString()) as number;
    const body = JSON.stringify(total);
    response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
    response.end(body);
  });
});

server.listen(0, "127.0.0.1", () => {
  console.log(`listens at http://localhost:${(server.address() as AddressInfo).port}`);
});
