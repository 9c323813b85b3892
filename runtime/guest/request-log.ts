/** One line for each request that is over, and for what runs without one: what ran, how it ended, and how long it took. */

import type { Answer } from "./exchange.js";
import type { Failure, FailureCode } from "./failure.js";
import type { LineLevel, LogSink } from "./log.js";
import type { Scope } from "./scope.js";

/** How it ended; neither where something that nobody waits for has done its work. */
export type Outcome = Pick<Answer, "status" | "failure">;

export interface Settlement {
  readonly scope: Scope;
  /** Milliseconds; undefined for what was refused as soon as it was looked at. */
  readonly durationMs: number | undefined;
  /** Set again when the state behind it could not be stored. */
  outcome: Outcome;
}

export class RequestLog {
  readonly #sink: LogSink;
  readonly #level: LineLevel;
  readonly #now: () => number;
  #settled: Settlement[] = [];

  /** `now` gives milliseconds. */
  constructor(sink: LogSink, level: LineLevel, now: () => number) {
    this.#sink = sink;
    this.#level = level;
    this.#now = now;
  }

  /** It has just ended. */
  add(scope: Scope, beganMs: number | undefined, outcome: Outcome): Settlement {
    const durationMs = beganMs === undefined ? undefined : this.#now() - beganMs;
    const settlement = { scope, durationMs, outcome };
    this.#settled.push(settlement);
    return settlement;
  }

  /** Call at the end of a tick, when its state is stored and its answer has left. */
  flush(): void {
    if (this.#settled.length === 0) return;
    const settled = this.#settled;
    this.#settled = [];
    for (const settlement of settled) this.#write(settlement);
  }

  #write({ scope, durationMs, outcome }: Settlement): void {
    const { status, failure } = outcome;
    const how = kindOf(failure?.code);
    const phase = failure && phaseOf(failure);
    const took = durationMs === undefined ? "" : ` in ${durationMs.toFixed(1)} ms`;
    const why = failure ? `, ${failure.code} (${phase})` : "";
    const what = scope.kind === "http" && scope.handler ? `${scope.handler.wireName}: ` : "";
    const text = `${what}${status ?? how}${took}${why}`;
    this.#sink.print(this.#level, scope, text);
    this.#sink.record(this.#level, scope, text, {
      outcome: how,
      status,
      code: failure?.code,
      phase,
      failure_id: failure?.id,
      duration_ms: durationMs === undefined ? undefined : Math.round(durationMs * 1000) / 1000,
    });
  }
}

/** `refused` is the caller's doing, `failed` the handler's. */
function kindOf(code: FailureCode | undefined): "ok" | "refused" | "failed" | "timeout" {
  if (code === undefined) return "ok";
  if (code === "handler/failed") return "failed";
  return code === "handler/timeout" ? "timeout" : "refused";
}

/** Where it ended: on the way to a handler, reading its arguments, in it, writing its result, storing the state. */
function phaseOf({ code, phase }: Failure): "route" | "decode" | "handler" | "encode" | "save" {
  if (phase) return phase;
  if (code.startsWith("request/")) return "decode";
  return code.startsWith("handler/") ? "handler" : "route";
}
