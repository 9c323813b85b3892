/** A process that talks to `kv:distro:sys` or `sqlite:distro:sys` of a fake kernel in their own words. */

import { parseProcessId } from "../../runtime/contract/index.js";
import { type FakeKernel, type FakeProcess, request } from "../../runtime/testing/fake-kernel.js";
import { describe, textOf } from "./host-world.js";

export class DatabaseAsker {
  readonly #kernel: FakeKernel;
  readonly #service: string;
  readonly #process: FakeProcess;
  readonly #packageId: { readonly package_name: string; readonly publisher_node: string };
  readonly #name: string;

  /** `packageId` is that of the requests: `k:b.os`, the own one by default. */
  constructor(kernel: FakeKernel, service: string, process: string, packageId?: string, name = "d") {
    const id = parseProcessId(process);
    const [packageName = id?.packageName ?? "", publisherNode = id?.publisherNode ?? ""] = packageId?.split(":") ?? [];
    this.#kernel = kernel;
    this.#service = service;
    this.#process = kernel.process(process, { mayMessage: [service] });
    this.#packageId = { package_name: packageName, publisher_node: publisherNode };
    this.#name = name;
  }

  /** The answer, and behind it the text of its blob. */
  ask(action: unknown, blob?: string): string {
    return this.askText(JSON.stringify(action), blob);
  }

  /** For JSON that JavaScript would not write. */
  askText(action: string, blob?: string): string {
    return this.body(`{"package_id":${JSON.stringify(this.#packageId)},"db":${JSON.stringify(this.#name)},"action":${action}}`, blob);
  }

  body(body: string | Uint8Array, blob?: string): string {
    this.#send(body, 5n, blob);
    const answer = describe(this.#process.receive()).replace(/^response /, "");
    const text = textOf(this.#process.host.getBlob()?.bytes);
    return text === undefined ? answer : `${answer} ${text}`;
  }

  /** The id of a new transaction. */
  begin(): number {
    const id = /^\{"BeginTx":\{"tx_id":([0-9]+)\}\}$/.exec(this.ask("BeginTx"))?.[1];
    if (id === undefined || !Number.isSafeInteger(Number(id))) throw new Error(`no id of a transaction: ${id}`);
    return Number(id);
  }

  /** The same without waiting for an answer: what came nevertheless. */
  tell(action: unknown, blob?: string): string {
    this.#send(this.bodyOf(action), undefined, blob);
    this.#kernel.pump();
    const received = this.#process.host.tryReceive();
    return received ? describe(received) : "nothing";
  }

  bodyOf(action: unknown): Uint8Array {
    return new TextEncoder().encode(JSON.stringify({ package_id: this.#packageId, db: this.#name, action }));
  }

  #send(body: string | Uint8Array, expectsResponse: bigint | undefined, blob: string | undefined): void {
    const content = blob === undefined ? undefined : { mime: undefined, bytes: new TextEncoder().encode(blob) };
    this.#process.host.sendRequest(this.#kernel.address(this.#service), request({ body, expectsResponse }), undefined, content);
  }
}
