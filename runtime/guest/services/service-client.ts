/** What the clients of system processes have in common: requests of a handler, each with a result that is read, or an error. */

import type { Address, JsonValue } from "../../contract/index.js";
import { isJsonObject } from "../../contract/index.js";
import type { Exchanges, Origin } from "../exchanges.js";
import { systemProcess } from "../system-process.js";
import { PendingService, type ServiceFailure, type ServiceOutcome } from "./service-outcome.js";
import { askService, type ServiceAnswer } from "./service-request.js";

/** For whom requests are sent. */
export interface ServiceLink {
  readonly exchanges: Pick<Exchanges, "send">;
  readonly our: Address;
  readonly origin: Origin;
}

/** A system process as its clients know it. */
export interface Service<Kind extends string> {
  readonly name: Parameters<typeof systemProcess>[1];
  /** By the names that it gives its errors. What has no kind here is `unexpected`. */
  readonly kinds: Readonly<Record<string, Kind>>;
  /** Of an error whose content says more than its name. */
  readonly refineKind?: (name: string, content: string) => Kind | undefined;
  readonly toError: (label: string, outcome: ServiceFailure<Kind | "unexpected">) => Error;
}

/** Undefined for an answer that is not understood. */
export type ReadAnswer<T> = (answer: ServiceAnswer) => Read<T> | undefined;

export interface Read<T> {
  readonly val: T;
}

/** Of what has no result. */
export const readDone: ReadAnswer<void> = ({ json }) => (json === "Ok" ? { val: undefined } : undefined);

export interface ServiceCall<T> {
  /** What the request is about, for messages: `data/a.txt`. */
  readonly label: string;
  /** JSON. */
  readonly body: string;
  readonly blob?: Uint8Array | undefined;
  readonly read: ReadAnswer<T>;
  /** For errors that are results, by their name and what it carries: undefined for one that is none. */
  readonly readError?: ((name: string, content: string) => Read<T> | undefined) | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const defaultTimeoutMs = 30_000;

export class ServiceClient<Kind extends string> {
  readonly our: Address;
  readonly #link: ServiceLink;
  readonly #service: Service<Kind>;
  readonly #target: Address;

  constructor(link: ServiceLink, service: Service<Kind>) {
    this.our = link.our;
    this.#link = link;
    this.#service = service;
    this.#target = systemProcess(link.our, service.name);
  }

  ask<T>(call: ServiceCall<T>): PendingService<T, Kind | "unexpected"> {
    const { label, body, blob, read, readError, timeoutMs = defaultTimeoutMs, signal } = call;
    const { exchanges, origin } = this.#link;
    const timeoutSeconds = Math.max(1, Math.ceil(timeoutMs / 1000));
    const outcome = new Promise<ServiceOutcome<T, Kind | "unexpected">>((resolve) => {
      const giveUp = (): void => resolve({ tag: "timeout" });
      if (signal?.aborted) return giveUp();
      signal?.addEventListener("abort", giveUp);
      askService({ exchanges, target: this.#target, body, blob, timeoutSeconds, origin }, (reply) => {
        signal?.removeEventListener("abort", giveUp);
        if (reply.kind === "silence") return giveUp();
        resolve(reply.kind === "error" ? this.#readError(reply.error, readError) : readAnswer(reply, read));
      });
    });
    return this.pending(label, outcome);
  }

  /** The same for what is made of several requests. */
  pending<T>(label: string, outcome: Promise<ServiceOutcome<T, Kind | "unexpected">>): PendingService<T, Kind | "unexpected"> {
    return new PendingService(outcome, (failure) => this.#service.toError(`${this.#service.name} ${label}`, failure));
  }

  /** As serde writes an enum: `"NoReadCap"`, `{"IOError":"…"}`. */
  #readError<T>(error: JsonValue, readResult: ServiceCall<T>["readError"]): ServiceOutcome<T, Kind | "unexpected"> {
    const { kinds, refineKind } = this.#service;
    const [name, content] = isJsonObject(error) ? (Object.entries(error)[0] ?? []) : [error, null];
    if (typeof name !== "string" || content === undefined) return unexpected;
    const text = content === null ? "" : describeContent(content);
    const result = readResult?.(name, text);
    if (result) return { tag: "ok", val: result.val };
    const kind = refineKind?.(name, text) ?? (Object.hasOwn(kinds, name) ? kinds[name] : undefined) ?? "unexpected";
    return { tag: "failed", kind, message: text === "" ? name : `${name}: ${text}` };
  }
}

const unexpected = { tag: "failed", kind: "unexpected", message: "an answer that hproc does not understand" } as const;

function readAnswer<T>(answer: ServiceAnswer, read: ReadAnswer<T>): ServiceOutcome<T, "unexpected"> {
  const result = read(answer);
  return result ? { tag: "ok", val: result.val } : unexpected;
}

function describeContent(content: JsonValue): string {
  if (isJsonObject(content)) return Object.values(content).map(describeContent).join(", ");
  return Array.isArray(content) ? content.map(describeContent).join(", ") : String(content);
}
