/** The subject on the fake kernel: everything in one thread, on a clock that moves only when nothing else is left to do. */

import type { ProcessDefinition } from "../../runtime/guest/definition.js";
import type { HttpAnswer } from "../../runtime/node/services/http-server/exchange.js";
import { HttpClient } from "../../runtime/node/services/http-client/client.js";
import { HttpServer } from "../../runtime/node/services/http-server/server.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import { addMemoryServices, serviceIds } from "../../runtime/testing/memory-services.js";
import { useProcessGlobals } from "../../runtime/testing/process-globals.js";
import { createTestServers, type TestHttpServer, type TestServer } from "../../runtime/testing/test-servers.js";
import { TestSocket } from "../../runtime/testing/test-socket.js";
import { answerInPlaceOf } from "./answer-in-place-of.js";
import type { CallResult, CaseHost, CaseServer, CaseSocket, HttpAnswerer, HttpCall, HttpResult, ProcessCall } from "./case-host.js";

const subjectId = "subject:subject:test.os";
const askerId = "asker:test:test.os";

export async function createFakeHost(subject: ProcessDefinition, peer: ProcessDefinition): Promise<CaseHost> {
  const host = new FakeHost();
  await host.start(subject, peer);
  return host;
}

class FakeHost implements CaseHost {
  readonly #kernel = new FakeKernel({ node: "test.os" });
  readonly #runner = new GuestRunner(this.#kernel);
  readonly #server = new HttpServer(this.#kernel.kernel, this.#kernel.clock, {
    secret: new Uint8Array(32),
    exposeLocal: true,
    timeoutSeconds: 15,
  });
  readonly #servers: Record<string, TestServer> = {};
  readonly #http: Record<string, TestHttpServer> = {};
  readonly #client = new HttpClient(
    this.#kernel.kernel,
    createTestServers({
      servers: this.#servers,
      http: this.#http,
      waitFor: (result) => this.#drive(result),
      fail: (error) => {
        throw error;
      },
    }),
  );
  readonly #services = addMemoryServices(this.#kernel);
  readonly #waiting = new Map<bigint, (result: CallResult) => void>();
  readonly #asker = this.#kernel.module(askerId, (message) => {
    if (message.message.tag === "request") return;
    const [response] = message.message.val;
    this.#waiting.get(message.id)?.({
      tag: "response",
      body: new TextDecoder().decode(response.body),
      metadata: response.metadata,
    });
    this.#waiting.delete(message.id);
  });
  #definition: ProcessDefinition | undefined;
  #running: RunningGuest | undefined;
  #pendingCount = 0;
  #driving: Promise<void> | undefined;

  readonly #restoreGlobals = useProcessGlobals();

  async start(subject: ProcessDefinition, peer: ProcessDefinition): Promise<void> {
    this.#definition = subject;
    await this.#runner.start(peer, { mayMessage: ["http-server:distro:sys"] });
    await this.#startSubject();
  }

  async #startSubject(): Promise<void> {
    if (!this.#definition) return;
    this.#running = await this.#runner.start(this.#definition, {
      isNetworked: true,
      mayMessage: serviceIds,
    });
    await this.#runner.pump();
  }

  http(call: HttpCall): Promise<HttpResult> {
    const body = typeof call.body === "string" ? new TextEncoder().encode(call.body) : (call.body ?? new Uint8Array(0));
    const answer = this.#server.handle({
      method: call.method ?? "GET",
      target: `/${call.process ?? "subject"}:subject:test.os${call.path}`,
      host: "localhost:8080",
      headers: Object.entries(call.headers ?? {}),
      client: { address: "127.0.0.1", port: 50000 },
      body,
    });
    return this.#drive(answer.then(readAnswer));
  }

  async connect(path: string): Promise<CaseSocket> {
    const accept = this.#server.acceptSocket({
      method: "GET",
      target: `/${subjectId}${path}`,
      host: "localhost:8080",
      headers: [],
      client: { address: "127.0.0.1", port: 50000 },
      body: new Uint8Array(0),
    });
    if (!accept) throw new Error(`no WebSocket at ${path}`);
    const socket = new TestSocket((result) => this.#drive(result));
    socket.attach(accept);
    return toCaseSocket(socket);
  }

  async serve(): Promise<CaseServer> {
    const url = `ws://server-${Object.keys(this.#servers).length}.test/feed`;
    const come: TestSocket[] = [];
    let wake = (): void => {};
    this.#servers[url] = (socket) => {
      come.push(socket);
      wake();
    };
    const accept = async (): Promise<CaseSocket> => {
      for (;;) {
        const socket = come.shift();
        if (socket) return toCaseSocket(socket);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    };
    return { url, accept: () => this.#drive(accept()) };
  }

  async serveHttp(answer: HttpAnswerer): Promise<string> {
    const url = `http://server-${Object.keys(this.#http).length}.test/`;
    this.#http[`${url}a`] = ({ method, headers, body }) => answer({ method, contentType: headers["content-type"], body });
    return url;
  }

  call(call: ProcessCall): Promise<CallResult> {
    const { address } = this.#asker;
    const body = typeof call.body === "string" ? new TextEncoder().encode(call.body) : call.body;
    const expectsResponse = call.expects === false ? undefined : 30n;
    const result = new Promise<CallResult>((resolve) => {
      if (call.from === undefined) {
        const id = this.#asker.request(this.#kernel.address(subjectId), body, expectsResponse === undefined ? {} : { expectsResponse });
        this.#waiting.set(id, resolve);
      } else {
        const source = `${call.from}@${askerId}`;
        this.#forward(source, address.node, body, resolve);
      }
      if (expectsResponse === undefined) resolve({ tag: "timeout" });
    });
    return this.#drive(result);
  }

  /** A message of another node: its answer leaves by the network, where the kernel's trace shows it. */
  #forward(source: string, node: string, body: Uint8Array, resolve: (result: CallResult) => void): void {
    const request = { inherit: false, expectsResponse: 30n, body, metadata: undefined, capabilities: [] };
    const id = this.#kernel.inject({ source, target: `${node}@${subjectId}`, request });
    const look = (): void => {
      const answer = this.#kernel.trace.find(({ message }) => message.id === id && message.message.tag === "response");
      if (answer?.message.message.tag !== "response") {
        this.#kernel.clock.after(1, look);
        return;
      }
      const [response] = answer.message.message.val;
      resolve({ tag: "response", body: new TextDecoder().decode(response.body), metadata: response.metadata });
    };
    look();
  }

  answerAs(process: string, reply: (body: string) => string | Uint8Array): void {
    answerInPlaceOf(this.#kernel.kernel, process, reply);
  }

  async restart(): Promise<void> {
    if (this.#running) this.#runner.stop(this.#running);
    await this.#startSubject();
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#client.close();
    this.#services.close();
    this.#restoreGlobals();
  }

  /** Keeps the node running until `result` is there. One loop serves all that wait at once. */
  #drive<Result>(result: Promise<Result>): Promise<Result> {
    this.#pendingCount++;
    void result.finally(() => this.#pendingCount--);
    this.#driving ??= this.#runWhilePending().finally(() => (this.#driving = undefined));
    return Promise.race([result, this.#driving.then(() => result)]);
  }

  async #runWhilePending(): Promise<void> {
    while (this.#pendingCount > 0) {
      const ticks = await this.#runner.pump();
      // Lets what the ticks have settled reach those who wait, before time passes.
      await new Promise((resolve) => setImmediate(resolve));
      if (ticks === 0 && this.#pendingCount > 0) this.#kernel.clock.advanceToNext();
    }
  }
}

function toCaseSocket(socket: TestSocket): CaseSocket {
  return {
    send: (message) => socket.send(message),
    async next() {
      const frame = await socket.next();
      if (frame === undefined) return "close";
      return typeof frame === "string" ? `text ${frame}` : `binary ${[...frame].join()}`;
    },
    close: () => socket.close(),
  };
}

function readAnswer(answer: HttpAnswer): HttpResult {
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: new TextDecoder().decode(answer.body),
  };
}
