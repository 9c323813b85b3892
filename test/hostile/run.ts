/** Sends hostile messages to the subject of the shared cases, and looks at what it makes of each. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ProcessDefinition } from "../../runtime/guest/index.js";
import { createRandom } from "../../runtime/node/random.js";
import { testNode, type TestNode, type TestProcess, type TestSocket } from "../../runtime/testing/index.js";
import { createProject, loadDefinition } from "../support/project.js";
import { type HostileMessage, makeMessage } from "./messages.js";

export interface HostileResult {
  readonly count: number;
  /** How often there was which outcome: `http 400`, `local call/unknown-handler`, `ws error`. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** In use after a collection: after a quarter, and at the end. */
  readonly warmBytes: number;
  readonly endBytes: number;
  /** A sentence each, with the message. */
  readonly faults: readonly string[];
}

type Node = TestNode<{ subject: ProcessDefinition<object>; peer: ProcessDefinition<object> }>;

const feedUrl = "wss://server.test/feed";
const probe = 123_456;
const roundLength = 500;
/** No message takes longer on any machine; nearly all take less than one. */
const maxMessageMs = 1000;
/** What differs from run to run; messages that leave 20 bytes each would be more. */
const allowedGrowthBytes = 2 * 1024 * 1024;
const maxFaultCount = 10;

export async function runHostile(count: number, seed: number): Promise<HostileResult> {
  const project = await createProject("test/cases/subject/project");
  const [subject, peer] = [await loadDefinition(project, "subject"), await loadDefinition(project, "peer")];
  await project.remove();
  const servers: TestSocket[] = [];
  const node: Node = await testNode({ subject, peer }, { servers: { [feedUrl]: (socket) => servers.push(socket) } });
  const random = createRandom(seed);
  const outcomes: Record<string, number> = {};
  const faults: string[] = [];
  let [sentCount, slowestMs, warmBytes] = [0, 0, 0];
  while (sentCount < count && faults.length < maxFaultCount) {
    const { processes } = node;
    const socket = await processes.subject.connect("/live");
    await socket.next();
    const dial = async (): Promise<TestSocket> => {
      servers.length = 0;
      await processes.subject.fetch("/api/feed", { json: feedUrl });
      const [server] = servers;
      if (!server || (await server.next()) === undefined) throw new Error("the subject does not connect");
      return server;
    };
    let server = await dial();
    for (let index = 0; index < roundLength && sentCount < count; index++, sentCount++) {
      const message = makeMessage(random);
      const startMs = performance.now();
      if (!server.isOpen) server = await dial();
      const { outcome, fault } = await send(processes.subject, { socket, server }, message);
      const tookMs = performance.now() - startMs;
      slowestMs = Math.max(slowestMs, tookMs);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (fault !== undefined) faults.push(`message ${sentCount}: ${fault}: ${show(message)}`);
      if (tookMs > maxMessageMs) faults.push(`message ${sentCount} took ${Math.round(tookMs)} ms: ${show(message)}`);
    }
    socket.close();
    server.close();
    const fault = await look(node);
    if (fault !== undefined) faults.push(`after message ${sentCount}: ${fault}`);
    if (warmBytes === 0 && sentCount >= count / 4) warmBytes = await usedBytes();
  }
  const endBytes = await usedBytes();
  if (endBytes > warmBytes + allowedGrowthBytes) faults.push(`the heap has grown from ${warmBytes} to ${endBytes} bytes`);
  node.stop();
  return { count: sentCount, outcomes, slowestMs, warmBytes, endBytes, faults };
}

interface Outcome {
  readonly outcome: string;
  /** Undefined when it is one of those that there may be. */
  readonly fault?: string | undefined;
}

async function send(
  process: TestProcess<object>,
  { socket, server }: { readonly socket: TestSocket; readonly server: TestSocket },
  message: HostileMessage,
): Promise<Outcome> {
  switch (message.transport) {
    case "http":
      return sendHttp(process, message);
    case "ws":
      return sendFrame(socket, message.body);
    case "server":
      return sendAsServer(server, message.body);
    default:
      return sendCall(process, message.transport, message.body);
  }
}

async function sendHttp(process: TestProcess<object>, message: HostileMessage & { readonly transport: "http" }): Promise<Outcome> {
  const { method, path, headers, body } = message;
  const answer = await process.fetch(path, { method, headers, body });
  const outcome = `http ${answer.status}`;
  if (answer.status < 400) return { outcome };
  if (answer.status >= 500) return { outcome, fault: outcome };
  // Of what the http-server refuses itself, the text is its own.
  const text = await answer.text();
  if (method === "HEAD" || !answer.headers.get("content-type")?.startsWith("application/json")) return { outcome };
  // A typed error of the subject's own, with the status of its schema.
  return { outcome, fault: text.startsWith('{"Err"') ? undefined : checkError(text) };
}

async function sendCall(process: TestProcess<object>, transport: "local" | "remote", body: string | Uint8Array): Promise<Outcome> {
  const answer = await process.message(body, transport === "remote" ? { from: "elsewhere.os" } : {});
  if (answer.tag !== "response") return { outcome: `${transport} ${answer.tag}`, fault: "no answer" };
  const text = new TextDecoder().decode(answer.body);
  if (answer.metadata === undefined) return { outcome: `${transport} ok` };
  const code = /"code":"([^"]*)"/.exec(text)?.[1] ?? "";
  return { outcome: `${transport} ${code}`, fault: code.startsWith("handler/") ? `failed: ${text}` : checkError(text) };
}

/** Each frame is answered by one: an event, or an error. */
async function sendFrame(socket: TestSocket, body: string | Uint8Array): Promise<Outcome> {
  socket.send(body);
  const answer = await socket.next();
  if (typeof answer !== "string") return { outcome: "ws end", fault: "the WebSocket has ended" };
  if (!answer.startsWith('{"error"')) return { outcome: "ws ok" };
  return { outcome: "ws error", fault: answer.includes('"handler/failed"') ? `failed: ${answer}` : checkError(answer) };
}

/** What does not fit is dropped in silence, so that a number behind each message asks for a sign. */
async function sendAsServer(server: TestSocket, body: string | Uint8Array): Promise<Outcome> {
  server.send(body);
  server.send(String(probe));
  const got: string[] = [];
  for (let answer = await server.next(); ; answer = await server.next()) {
    if (typeof answer !== "string") {
      // The subject closes at a 0, however that is written.
      const text = typeof body === "string" ? body : new TextDecoder().decode(body);
      return { outcome: "server end", fault: Number(text) === 0 ? undefined : "the WebSocket has ended" };
    }
    if (answer.startsWith(`"${probe} of `)) break;
    got.push(answer);
  }
  const fault = got.find((answer) => !/^"(?:\d+ of \d+|pong 0)"$/.test(answer));
  return { outcome: got.length > 0 ? "server ok" : "server dropped", fault: fault && `told ${fault}` };
}

/** What callers see of an error is small, and says nothing of the inside. */
function checkError(text: string): string | undefined {
  if (text.length > 20_000) return `an error of ${text.length} characters`;
  if (/\bat .*:\d+:\d+|node_modules|\.ts:/.test(text)) return `a stack in an error: ${text}`;
  const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
  return typeof error?.code === "string" && typeof error.message === "string" ? undefined : `no error that is known: ${text}`;
}

/** Whether the process is up, owes nothing, and is as it was; then everything that messages may leave is taken away. */
async function look(node: Node): Promise<string | undefined> {
  const { subject } = node.processes;
  const answer = await subject.fetch("/api/greeting");
  if (answer.status !== 200) return `the process answers ${answer.status}`;
  await node.advance("2 seconds");
  // One of its own: the timer of `every 1 second`.
  if (subject.pendingCount > 1) return `${subject.pendingCount} requests are under way`;
  if ("polluted" in {}) return "a prototype was changed";
  const state = subject.state as unknown as { items: Map<bigint, unknown>; nextId: bigint };
  state.items.clear();
  state.nextId = 1n;
  node.clear();
  return undefined;
}

function show(message: HostileMessage): string {
  const text = JSON.stringify(message, (_, part: unknown) => (part instanceof Uint8Array ? [...part] : part));
  return text.length <= 600 ? text : `${text.slice(0, 600)}…`;
}

async function usedBytes(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed;
}
