/** The mixed work of a soak: what is sent to `soak:soak:test.os`, and what must come back. */

import { once } from "node:events";
import { Agent, request } from "node:http";
import WebSocket from "ws";
import type { LocalNode } from "../../runtime/node/index.js";
import type { Random } from "../../runtime/node/random.js";
import { createAsker } from "../support/asker.js";

const processId = "soak:soak:test.os";

/** Of a hundred messages; most of the rest are small calls of other processes. */
const weights = { add: 30, relay: 12, post: 10, get: 3, note: 15, later: 6, push: 8, echo: 8, bad: 8 } as const;
type Kind = keyof typeof weights;
const kinds = Object.entries(weights).flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind as Kind));

/** What no schema allows, by a call and by HTTP. */
const badBodies = [
  "{",
  '{"Nothing":1}',
  '{"Add":-1}',
  '{"Add":"1"}',
  `{"Add":${"9".repeat(500)}}`,
  '{"Note":[1]}',
  `{"Note":[1,"${"x".repeat(300)}"]}`,
  '{"__proto__":{"Add":1}}',
  `{"Add":${"[".repeat(2000)}${"]".repeat(2000)}}`,
  "\ud800",
] as const;

export class Traffic {
  readonly #ask: (body: string) => Promise<string>;
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  readonly #socket: WebSocket;
  readonly #random: Random;
  #added = 0;
  #eventCount = 0;
  #receivedCount = 0;

  private constructor(node: LocalNode, socket: WebSocket, random: Random) {
    this.#ask = createAsker(node, "asker:soak:test.os", processId);
    this.#url = `${node.url}/${processId}/api`;
    this.#socket = socket;
    this.#random = random;
    socket.on("message", () => this.#receivedCount++);
  }

  static async start(node: LocalNode, random: Random): Promise<Traffic> {
    const socket = new WebSocket(`${node.url.replace("http", "ws")}/${processId}/live`);
    await once(socket, "open");
    return new Traffic(node, socket, random);
  }

  /** One message and its answer. Throws if that is not what it must be. */
  async sendOne(): Promise<void> {
    const kind = this.#random.pick(kinds);
    const number = this.#random.below(60);
    switch (kind) {
      case "add":
        this.#added += number;
        return check(kind, await this.#ask(`{"Add":${number}}`), /^\d+$/);
      case "post":
        this.#added += number;
        return check(kind, await this.#exchange("POST", "/total", `${number}`), /^200 \d+$/);
      case "relay":
        return check(kind, await this.#ask(`{"Relay":${number}}`), /^\d+$/);
      case "get":
        return check(kind, await this.#exchange("GET", "/notes", ""), /^200 \{.*\}$/);
      case "note": {
        const text = "né".repeat(this.#random.below(100));
        return check(kind, await this.#ask(`{"Note":[${number},"${text}"]}`), number > 50 ? /^\{"Err":/ : /^\{"Ok":\{"text":/);
      }
      case "later":
        return check(kind, await this.#ask(`{"Later":${number}}`), new RegExp(`^${number}$`));
      case "push":
        this.#eventCount++;
        return check(kind, await this.#ask(`{"Push":${number}}`), /^null$/);
      case "echo":
        this.#eventCount++;
        this.#socket.send(`{"Ping":${number}}`);
        return;
      case "bad": {
        const body = this.#random.pick(badBodies);
        const isHttp = this.#random.below(2) === 0;
        return check(kind, isHttp ? await this.#exchange("POST", "/total", body) : await this.#ask(body), /"error":/);
      }
    }
  }

  /** Resolves when all events have come back. Throws if the process has lost or doubled something. */
  async end(): Promise<void> {
    const total = Number(await this.#ask('{"Add":0}'));
    if (total !== this.#added) throw new Error(`the total is ${total}, and ${this.#added} was added`);
    while (this.#receivedCount < this.#eventCount) await once(this.#socket, "message");
    if (this.#receivedCount > this.#eventCount) throw new Error(`${this.#receivedCount} events came, of ${this.#eventCount}`);
    this.#socket.close();
    this.#agent.destroy();
  }

  /** `200 body`. */
  #exchange(method: string, path: string, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request(this.#url + path, { method, agent: this.#agent }, (response) => {
        let text = `${response.statusCode} `;
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () => resolve(text));
      });
      sent.on("error", reject).end(body);
    });
  }
}

function check(kind: Kind, answer: string, expected: RegExp): void {
  if (!expected.test(answer)) throw new Error(`${kind} was answered with ${answer.slice(0, 200)}`);
}
