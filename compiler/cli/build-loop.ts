/** When to build: at once after a change, never twice at the same time, and once more after a change meanwhile. */

export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Never before the present turn is over. Returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export interface BuildLoopOptions {
  readonly clock: Clock;
  /**
   * Looks at the files and builds. Files may be written in several steps; `isSettled` tells whether no change has come for `settleMs`: until then a result that
   * would do damage if the files were only half written is to be held, not acted on. A held build is tried again.
   */
  readonly build: (isSettled: () => boolean) => Promise<"done" | "held">;
  /** A build that threw; the loop has stopped then. */
  readonly onFailure: (error: unknown) => void;
}

export interface BuildLoop {
  /** Something may be different. Cheap, may be called at any time. */
  changed(): void;
  /** No build begins from now on. */
  stop(): void;
}

/**
 * Between emptying a file and filling it, or moving it away and putting the new one there, an editor takes less than a
 * millisecond, but on a busy machine it may not run for a while. A person does not notice that errors come this late.
 */
export const settleMs = 100;

/** Does nothing until `changed` is called. */
export function createBuildLoop({ clock, build, onFailure }: BuildLoopOptions): BuildLoop {
  let state: "idle" | "waiting" | "building" | "stopped" = "idle";
  let cancelTimer = (): void => {};
  let lastChangeMs = Number.NEGATIVE_INFINITY;
  let hasChanged = false;

  const isSettled = (): boolean => clock.now() - lastChangeMs >= settleMs;

  const wait = (delayMs: number): void => {
    cancelTimer();
    state = "waiting";
    cancelTimer = clock.after(delayMs, () => void run());
  };

  const run = async (): Promise<void> => {
    state = "building";
    hasChanged = false;
    let outcome: "done" | "held";
    try {
      outcome = await build(isSettled);
    } catch (error) {
      if (isStopped()) return;
      state = "stopped";
      onFailure(error);
      return;
    }
    if (isStopped()) return;
    if (hasChanged) wait(0);
    else if (outcome === "held") wait(Math.max(0, lastChangeMs + settleMs - clock.now()));
    else state = "idle";
  };

  // A call, since the compiler does not know that `stop` runs while a build is awaited.
  const isStopped = (): boolean => state === "stopped";

  return {
    changed() {
      if (state === "stopped") return;
      lastChangeMs = clock.now();
      hasChanged = true;
      // Events of one moment are one build.
      if (state !== "building") wait(0);
    },
    stop() {
      cancelTimer();
      state = "stopped";
    },
  };
}
