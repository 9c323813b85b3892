/** The clients of the WebSocket of the played process, as the node's http-server has them. */

import { encodeUtf8, formatAddress } from "../../runtime/contract/index.js";
import type { ModulePort } from "../../runtime/node/module-port.js";
import { subject } from "./messages.js";
import type { Step } from "./plan.js";
import type { Task } from "./table.js";

/** What one has sent, by the numbers of its messages, and what it got. */
export interface Client {
  /** Of the http-server, which gives none twice. */
  readonly id: number;
  readonly sent: number[];
  readonly received: string[];
}

export class Clients {
  /** All that there were. */
  readonly all: Client[] = [];
  readonly #server: ModulePort;
  /** By the number that the plan gives them. */
  readonly #open = new Map<number, Client>();
  #lastId = 0;

  /** `server` is the http-server. */
  constructor(server: ModulePort) {
    this.#server = server;
  }

  open(channel: number): void {
    if (this.#open.has(channel)) return;
    const client: Client = { id: ++this.#lastId, sent: [], received: [] };
    this.#open.set(channel, client);
    this.all.push(client);
    this.#tell({ WebSocketOpen: { path: "/live", channel_id: client.id, source_socket_addr: "127.0.0.1:1", forwarded_for: null } });
  }

  close(channel: number): void {
    const client = this.#open.get(channel);
    this.#open.delete(channel);
    if (client) this.#tell({ WebSocketClose: client.id });
  }

  closeAll(): void {
    for (const channel of [...this.#open.keys()]) this.close(channel);
  }

  send(channel: number, number: number, steps: readonly Step[]): void {
    const client = this.#open.get(channel);
    if (!client) return;
    client.sent.push(number);
    const task: Task = { number, steps, from: formatAddress(this.#server.address) };
    this.#tell({ WebSocketPush: { channel_id: client.id, message_type: "Text" } }, JSON.stringify(task));
  }

  #tell(message: unknown, content?: string): void {
    const blob = content === undefined ? {} : { blob: { mime: undefined, bytes: encodeUtf8(content) } };
    this.#server.request(subject, encodeUtf8(JSON.stringify(message)), blob);
  }
}
