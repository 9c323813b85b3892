/** The subject on a local node: workers, sockets, real time. */

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import WebSocket, { WebSocketServer } from "ws";
import type { Project } from "../support/project.js";
import { prepareInstallations, type Form } from "../support/run-project.js";
import {
  createNode,
  type Installation,
  type KernelMessage,
  type LocalNode,
} from "../../runtime/node/index.js";
import { parseProcessId } from "../../runtime/contract/index.js";
import { Chance } from "../../runtime/node/chance.js";
import { answerInPlaceOf } from "./answer-in-place-of.js";
import type { CallResult, CaseHost, CaseServer, CaseSocket, HttpAnswerer, HttpCall, HttpResult, ProcessCall } from "./case-host.js";
import { SocketEvents } from "./socket-events.js";

const subjectId = "subject:subject:test.os";
const askerId = "asker:test:test.os";
/** `seed` is that of chaos; in order when undefined. */
export async function createNodeHost(project: Project, form: Form, seed?: number): Promise<CaseHost> {
  const installations = await prepareInstallations(project, form, ["absent", "liar"]);
  // The asker is not known to the package, so nothing grants it the right to call.
  const open = installations.map((each) => ({ ...each, manifest: { ...each.manifest, public: true } }));
  return NodeHost.start(join(project.folder, ".hproc/node"), open, seed);
}

class NodeHost implements CaseHost {
  readonly #node: LocalNode;
  readonly #installations: readonly Installation[];
  readonly #servers: WebSocketServer[] = [];
  readonly #httpServers: Server[] = [];
  readonly #waiting = new Map<bigint, (result: CallResult) => void>();

  static async start(home: string, installations: readonly Installation[], seed: number | undefined): Promise<NodeHost> {
    let host: NodeHost | undefined;
    const node = await createNode({
      name: "test.os",
      home,
      port: 0,
      print: () => {},
      chaos: seed === undefined ? undefined : new Chance(seed),
      // Answers to other nodes leave the kernel here.
      trace: (message) => host?.takeAnswer(message),
    });
    host = new NodeHost(node, installations);
    await node.install(installations);
    return host;
  }

  constructor(node: LocalNode, installations: readonly Installation[]) {
    this.#node = node;
    this.#installations = installations;
    // Answers reach it by the trace; without it they would have nowhere to go.
    node.kernel.addModule(readId(askerId), () => {}, { isPublic: true });
  }

  takeAnswer(message: KernelMessage): void {
    if (message.message.tag !== "response") return;
    const [response] = message.message.val;
    const body = new TextDecoder().decode(response.body);
    this.#waiting.get(message.id)?.({ tag: "response", body, metadata: response.metadata });
    this.#waiting.delete(message.id);
  }

  async http({ process = "subject", method = "GET", path, headers, body }: HttpCall): Promise<HttpResult> {
    const answer = await fetch(`${this.#node.url}/${process}:subject:test.os${path}`, {
      method,
      ...(headers ? { headers } : {}),
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  }

  connect(path: string): Promise<CaseSocket> {
    const socket = new WebSocket(`${this.#node.url.replace("http", "ws")}/${subjectId}${path}`);
    const connected = toCaseSocket(socket);
    return new Promise((resolve, reject) => {
      socket.on("error", reject);
      socket.on("open", () => resolve(connected));
    });
  }

  async serve(): Promise<CaseServer> {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    this.#servers.push(server);
    const come: CaseSocket[] = [];
    let wake = (): void => {};
    server.on("connection", (socket) => {
      come.push(toCaseSocket(socket));
      wake();
    });
    await once(server, "listening");
    return {
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/feed`,
      async accept() {
        for (;;) {
          const socket = come.shift();
          if (socket) return socket;
          await new Promise<void>((resolve) => (wake = resolve));
        }
      },
    };
  }

  async serveHttp(answer: HttpAnswerer): Promise<string> {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const given = answer({ method: request.method ?? "", contentType: request.headers["content-type"], body });
        response.writeHead(given.status, { ...given.headers, connection: "close" }).end(given.body);
      });
    });
    this.#httpServers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  call({ from, body, expects = true }: ProcessCall): Promise<CallResult> {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const target = { node: this.#node.kernel.node, process: readId(subjectId) };
    const source = { node: from ?? this.#node.kernel.node, process: readId(askerId) };
    const id = this.#node.kernel.nextId();
    const expectsResponse = expects ? 30n : undefined;
    return new Promise((resolve) => {
      if (expects) this.#waiting.set(id, resolve);
      this.#node.kernel.post({
        id,
        source,
        target,
        rsvp: expects ? source : undefined,
        message: { tag: "request", val: { inherit: false, expectsResponse, body: bytes, metadata: undefined, capabilities: [] } },
        blob: undefined,
      });
      if (!expects) resolve({ tag: "timeout" });
    });
  }

  answerAs(process: string, reply: (body: string) => string | Uint8Array): void {
    answerInPlaceOf(this.#node.kernel, process, reply);
  }

  async restart(): Promise<void> {
    await this.#node.remove(readId(subjectId));
    await this.#node.install(this.#installations.slice(0, 1));
  }

  async stop(): Promise<void> {
    await this.#node.stop();
    for (const server of [...this.#servers, ...this.#httpServers]) server.close();
  }
}

function toCaseSocket(socket: WebSocket): CaseSocket {
  const events = new SocketEvents();
  socket.on("message", (data: Buffer, isBinary) => events.note(isBinary ? "binary" : "text", data));
  socket.on("close", () => events.note("close"));
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(message);
    },
    next: () => events.next(),
    close: () => socket.close(),
  };
}

function readId(text: string) {
  const id = parseProcessId(text);
  if (!id) throw new Error(`no process id: ${text}`);
  return id;
}
