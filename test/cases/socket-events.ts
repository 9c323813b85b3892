/** What a client of a WebSocket is told, to be awaited one by one. */

export class SocketEvents {
  readonly #events: string[] = [];
  #wake: () => void = () => {};

  note(kind: "text" | "binary" | "close", content: Uint8Array = new Uint8Array(0)): void {
    const text = kind === "close" ? "" : ` ${kind === "text" ? new TextDecoder().decode(content) : [...content].join()}`;
    this.#events.push(`${kind}${text}`);
    this.#wake();
  }

  async next(): Promise<string> {
    while (this.#events.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#events.shift() ?? "";
  }
}
