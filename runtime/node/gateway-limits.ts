/** What those who connect to a node may cost it. */

export interface GatewayLimits {
  /** Of the head of a request, its first line with it; a longer one is answered with 431. 16 KiB, as Node has it. */
  readonly headBytes: number;
  /** Of a body; a longer one is answered with 413. 64 MiB: what a node takes as one message of a WebSocket, too. */
  readonly bodyBytes: number;
  /** Of the bodies of all requests that are not answered yet; one more is answered with 503. */
  readonly heldBytes: number;
  /** Requests that are not answered yet; one more is answered with 503. */
  readonly requestCount: number;
  /** Connections at a time, WebSockets among them; one more is closed at once. */
  readonly connectionCount: number;
  /** How long the head of a request may take from the first byte, or the connection, on; then 408. */
  readonly headMs: number;
  /** The same of the whole request. 64 MiB in five minutes are 220 kB a second. */
  readonly requestMs: number;
  /** How long a client may read nothing of its answer; then its connection ends. */
  readonly silenceMs: number;
}

/** Far beyond what a developer's browser and scripts do, and within what a machine has. */
export const gatewayLimits: GatewayLimits = {
  headBytes: 16 * 1024,
  bodyBytes: 64 * 1024 * 1024,
  heldBytes: 256 * 1024 * 1024,
  requestCount: 1024,
  connectionCount: 1024,
  headMs: 15_000,
  requestMs: 300_000,
  silenceMs: 30_000,
};

/** The requests that are not answered yet, and what they hold together. */
export class RequestLoad {
  readonly limits: GatewayLimits;
  requestCount = 0;
  heldBytes = 0;

  constructor(limits: GatewayLimits) {
    this.limits = limits;
  }

  /** Undefined when there are as many as may be. */
  enter(): HeldRequest | undefined {
    if (this.requestCount >= this.limits.requestCount) return undefined;
    this.requestCount++;
    return new HeldRequest(this);
  }
}

/** One of them. */
export class HeldRequest {
  readonly #load: RequestLoad;
  #heldBytes = 0;

  constructor(load: RequestLoad) {
    this.#load = load;
  }

  /** Whether a body that says so of itself is too long. Nothing is held for it before it comes. */
  isTooLong(byteCount: number): boolean {
    return byteCount > this.#load.limits.bodyBytes;
  }

  /** Whether its body may have so many bytes more. */
  hold(byteCount: number): "held" | "too-large" | "busy" {
    const { limits, heldBytes } = this.#load;
    if (this.#heldBytes + byteCount > limits.bodyBytes) return "too-large";
    if (heldBytes + byteCount > limits.heldBytes) return "busy";
    this.#heldBytes += byteCount;
    this.#load.heldBytes += byteCount;
    return "held";
  }

  /** It is answered, or nobody waits for it any more. Called once. */
  leave(): void {
    this.#load.requestCount--;
    this.#load.heldBytes -= this.#heldBytes;
  }
}
