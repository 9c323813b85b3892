/** A node in the thread of a test: the real kernel, http-server and guests, no ports, no WebAssembly, no waiting. */

import { decodeUtf8, encodeUtf8, formatAddress, isJsonObject, parseJson, parseProcessId } from "../contract/index.js";
import { Problems, type UseTable } from "../contract/index.js";
import type { ProcessDefinition } from "../guest/definition.js";
import { settleMs } from "../node/chaos.js";
import type { KernelMessage } from "../node/kernel-message.js";
import type { ModulePort } from "../node/module-port.js";
import { HttpClient, withChaos } from "../node/services/http-client/client.js";
import { HttpServer } from "../node/services/http-server/server.js";
import { cookieName, createToken } from "../node/services/http-server/session.js";
import { FakeKernel } from "./fake-kernel.js";
import { GuestRunner } from "./guest-runner.js";
import { addMemoryServices, serviceIds } from "./memory-services.js";
import { useProcessGlobals } from "./process-globals.js";
import { TestNetwork, type TestNetworkOptions } from "./test-network.js";
import { Tester } from "./tester.js";
import { TestProcess } from "./test-process.js";
import { createTestServers, type TestHttpServer, type TestServer } from "./test-servers.js";

export interface TestNodeOptions extends TestNetworkOptions {
  /** Default `test.os`. */
  readonly name?: string;
  /** The network of other test nodes, for tests of several; of its own by default. */
  readonly network?: TestNetwork;
  /** What processes have stored before they start, by the name that the test gives them. */
  readonly stored?: Readonly<Record<string, string | Uint8Array>>;
  /**
   * Stand-ins for processes that the tested ones call and that are not there, by the alias of `uses`:
   * `{ counter: { getCount: () => 5n } }`. They get decoded arguments and give results.
   */
  readonly fakes?: Readonly<Record<string, FakeHandlers>>;
  /**
   * Stand-ins for the servers that a `ws client` connects to, by URL:
   * `{ "wss://example.org/feed": (socket) => socket.send({ price: 5 }) }`. Others cannot be reached.
   */
  readonly servers?: Readonly<Record<string, TestServer>>;
  /**
   * Stand-ins for the servers that `fetch` asks, by URL, with or without its query:
   * `{ "https://example.org/rates": () => ({ body: '{"EUR":1.1}' }) }`. They answer at once; others cannot be reached.
   */
  readonly http?: Readonly<Record<string, TestHttpServer>>;
}

export type FakeHandlers = Readonly<Record<string, (...values: never[]) => unknown>>;

type Definitions = Readonly<Record<string, ProcessDefinition>>;

type HandlersOf<Definition> = Definition extends ProcessDefinition<infer Handlers> ? Handlers : object;

/** One message that went through the kernel. */
export interface TestMessage {
  /** `test.os@todo:todo:template.os`. */
  readonly source: string;
  readonly target: string;
  readonly kind: "request" | "response";
  /** The JSON of the body, or its text where it is none. */
  readonly body: unknown;
  /** `delivered`, or what became of it instead. */
  readonly outcome: string;
}

export interface TestNode<Processes extends Definitions> {
  readonly name: string;
  readonly network: TestNetwork;
  /** By the names that the test has given them. */
  readonly processes: { readonly [Name in keyof Processes]: TestProcess<HandlersOf<Processes[Name]>> };
  /** Lets time pass on the node and all others of its network: `"3h"`, or milliseconds. */
  advance(duration: number | string): Promise<void>;
  /** Milliseconds since the Unix epoch, as its processes see it. */
  now(): number;
  /** All that was sent on the node, system processes included. */
  messages(): readonly TestMessage[];
  /** The lines that processes have logged, up to a verbosity: 0 errors, 1 warnings, 2 information (default), 3 all. */
  logs(verbosity?: number): readonly string[];
  /**
   * What processes have written to their drives, as text, by path: `/todo:template.os/log/todo.log` is the log of `todo`.
   * `await advance(0)` lets them write what they have begun to.
   */
  files(): ReadonlyMap<string, string>;
  /** Forgets what was sent and logged until now. */
  clear(): void;
  /**
   * Ends all processes without warning and starts them again with what they have stored. Requests over HTTP that wait get
   * a 408, WebSockets are closed, and what is on the way from and to other nodes is lost. Rejects with what a start throws.
   */
  restart(): Promise<void>;
  /** Ends it and gives the globals back. Safe to call twice. */
  stop(): void;
}

/**
 * Starts processes on a node of their own, by names of the test's: `testNode({ todo, counter })`. Rejects with what the
 * start of one throws, such as `UnreadableStateError`. The node has a clock of its own: time passes while the test
 * waits for something and in `advance`, at once; `Date` and `setTimeout` of the processes follow it.
 */
export async function testNode<Processes extends Definitions>(
  definitions: Processes,
  options: TestNodeOptions = {},
): Promise<TestNode<Processes>> {
  const name = options.name ?? "test.os";
  const network = options.network ?? new TestNetwork(options);
  const chaos = network.chaosOf();
  // The paths of a process that has started are on their way to the http-server.
  const settle = async (): Promise<void> => {
    if (chaos) await network.advance(settleMs);
  };
  const node: FakeKernel = new FakeKernel({
    node: name,
    clock: network.clock,
    seed: options.seed ?? 1,
    transport: network.join(name, () => node),
    chaos,
  });
  const runner = new GuestRunner(node);
  const secret = new Uint8Array(32);
  const server = new HttpServer(node.kernel, node.clock, { secret, exposeLocal: true, timeoutSeconds: 15 });
  const outside = createTestServers({
    servers: options.servers ?? {},
    http: options.http ?? {},
    waitFor: network.waitFor.bind(network),
    fail: network.fail.bind(network),
  });
  const client = new HttpClient(node.kernel, chaos ? withChaos(outside, chaos) : outside);
  const services = addMemoryServices(node);
  const tester = new Tester(node);
  network.add(name, runner, tester);
  const restoreGlobals = useProcessGlobals();
  let isStopped = false;
  const stop = (): void => {
    if (isStopped) return;
    isStopped = true;
    server.close();
    client.close();
    services.close();
    network.remove(name, runner);
    restoreGlobals();
  };

  try {
    for (const [key, content] of Object.entries(options.stored ?? {})) {
      const definition = definitions[key];
      if (!definition) throw new RangeError(`stored.${key}: the node has no process of this name`);
      node.states.set(definition.table.id, typeof content === "string" ? encodeUtf8(content) : content);
    }
    addFakes(node, definitions, options.fakes ?? {}, (error) => network.fail(error));
    const processes: [string, TestProcess<object>][] = [];
    for (const [key, definition] of Object.entries(definitions)) {
      const start = () => runner.start(definition, { isNetworked: true, mayMessage: serviceIds });
      const running = await network.waitFor(start());
      const world = {
        definition,
        start,
        settle,
        stop: runner.stop.bind(runner),
        stored: () => node.states.get(definition.table.id),
        caller: (other: string | undefined) => (other === undefined ? tester : network.testerOf(other)).callerOf(name),
        handle: server.handle.bind(server),
        acceptSocket: server.acceptSocket.bind(server),
        cookie: () => `${cookieName(name)}=${createToken({ node: name, secret }, node.clock.now(), null)}`,
        waitFor: network.waitFor.bind(network),
      };
      processes.push([key, new TestProcess(world, running)]);
    }
    await network.pump();
    await settle();
    const running = processes.map(([, process]) => process);
    return {
      name,
      network,
      processes: Object.fromEntries(processes) as unknown as TestNode<Processes>["processes"],
      advance: (duration) => network.advance(duration),
      now: () => node.clock.now(),
      messages: () => node.trace.map(readMessage),
      logs: (verbosity = 2) => node.lines.filter((line) => line.verbosity <= verbosity).map(({ text }) => text),
      files: () => new Map([...services.files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)])),
      clear: () => {
        node.trace.length = 0;
        node.lines.length = 0;
      },
      async restart() {
        network.suspend(name);
        for (const process of running) process.crash();
        server.close();
        for (const { table } of Object.values(definitions)) {
          const id = parseProcessId(table.id);
          if (id) for (const service of [server, client]) service.forget(id);
        }
        network.join(name, () => node);
        for (const process of running) await process.restart();
      },
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}

function readMessage({ message: { source, target, message }, outcome }: FakeKernel["trace"][number]): TestMessage {
  const bytes = message.tag === "request" ? message.val.body : message.val[0].body;
  const text = decodeUtf8(bytes);
  const parsed = text === undefined ? undefined : parseJson(text);
  const body = parsed?.kind === "value" ? parsed.value : (text ?? bytes);
  return { source: formatAddress(source), target: formatAddress(target), kind: message.tag, body, outcome };
}

function addFakes(
  node: FakeKernel,
  definitions: Definitions,
  fakes: Readonly<Record<string, FakeHandlers>>,
  fail: (error: Error) => void,
): void {
  const uses = new Map(Object.values(definitions).flatMap(({ table }) => Object.entries(table.uses)));
  for (const [alias, handlers] of Object.entries(fakes)) {
    const use = uses.get(alias);
    if (!use) throw new RangeError(`fakes.${alias}: no process of the node uses one as \`${alias}\``);
    if (!parseProcessId(use.id)) throw new TypeError(`\`${use.id}\` is not a process id`);
    addFake(node, use, handlers, (name, error) =>
      fail(new Error(`fakes.${alias}.${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })),
    );
  }
}

function addFake(
  node: FakeKernel,
  use: UseTable,
  handlers: FakeHandlers,
  fail: (name: string, error: unknown) => void,
): void {
  const unknown = Object.keys(handlers).find((name) => !use.handlers[name]);
  if (unknown !== undefined) throw new RangeError(`${use.id} has no handler ${unknown}; it has ${Object.keys(use.handlers).join(", ")}`);
  const handle = (message: KernelMessage, port: ModulePort): void => {
    if (message.message.tag !== "request") return;
    const parsed = parseJson(decodeUtf8(message.message.val.body) ?? "");
    const [wireName, argument] = parsed.kind === "value" && isJsonObject(parsed.value) ? (Object.entries(parsed.value)[0] ?? []) : [];
    const [name = "", call] = Object.entries(use.handlers).find(([, each]) => each.wireName === wireName) ?? [];
    const handler = handlers[name];
    // A call that the test gives no answer to stays without one.
    if (!handler || !call) return;
    const { parameters, returns } = call;
    const given = parameters.length === 1 ? [argument] : Array.isArray(argument) ? argument : [];
    const values = parameters.map(({ codec }, index) => codec.decode(given[index], new Problems()));
    const answer = async () => port.respond(message, encodeUtf8(returns.encode(await handler(...(values as never[])))));
    void answer().catch((error: unknown) => fail(name, error));
  };
  node.module(use.id, handle, { isRecorded: false });
}
