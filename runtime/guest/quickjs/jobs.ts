/** The queue of jobs: in QuickJS nothing runs the engine's own while `init` runs, so a process has this one. */

export interface Job {
  run(): void;
}

let queue: Job[] = [];
let head = 0;

/** Told of what a job throws that nobody else could catch. */
let onUncaught: (error: unknown) => void = () => {};

export function setOnUncaught(listener: (error: unknown) => void): void {
  onUncaught = listener;
}

export function enqueue(job: Job): void {
  queue.push(job);
}

/** A long chain of jobs that bring about each other would keep all that have run. */
const longestPast = 4096;

/** Runs all jobs in the order in which they came, also those that are added meanwhile. Not to be called by a job. */
export function runQueue(): void {
  while (head < queue.length) {
    const job = queue[head++];
    if (head === longestPast) {
      queue = queue.slice(head);
      head = 0;
    }
    try {
      job?.run();
    } catch (error) {
      onUncaught(error);
    }
  }
  queue.length = 0;
  head = 0;
}

class CallbackJob implements Job {
  readonly #callback: () => void;

  constructor(callback: () => void) {
    this.#callback = callback;
  }

  run(): void {
    // As a function of nobody: it gets no `this`.
    const callback = this.#callback;
    callback();
  }
}

/** https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#microtask-queuing */
export function queueMicrotask(callback: () => void): void {
  if (typeof callback !== "function") throw new TypeError("queueMicrotask takes a function");
  enqueue(new CallbackJob(callback));
}
