/**
 * Patterns and the paths that they match, as Hyperdrive's http-server knows them: a port of route-recognizer 0.3.1.
 * `/` and `.` separate segments, `:name` takes one or more characters other than `/`, `*name` one or more of any. The
 * pattern with most static segments wins, then with most dynamic ones, then with most wildcards, then the older one.
 * Patterns of one shape share a place, and the last one bound has it.
 */

/** What a state takes: one character, any but `/`, or any at all. */
type Taken = { readonly kind: "one"; readonly character: string } | { readonly kind: "segment" | "any" };

interface State {
  /** Grows with every new state. */
  readonly index: number;
  readonly taken: Taken;
  readonly next: State[];
  readonly isCapture: boolean;
  accepted: Accepted | undefined;
}

interface Accepted {
  readonly names: readonly string[];
  readonly counts: readonly [statics: number, dynamics: number, wildcards: number];
}

/** One way to read the path so far. */
interface Thread {
  readonly state: State;
  readonly captures: readonly (readonly [begin: number, end: number])[];
  readonly captureBegin: number | undefined;
}

const foundLimit = 1000;

export interface RouteMatch<Target> {
  readonly target: Target;
  /** By name, as they stand in the path; a bare `:` or `*` is not reported. */
  readonly parameters: Readonly<Record<string, string>>;
}

export class RouteTable<Target> {
  readonly #root: State = createState(0, { kind: "any" });
  readonly #targets = new Map<State, Target>();
  #stateCount = 1;
  /** What was found for a path, since the same few are asked for again and again. */
  readonly #found = new Map<string, RouteMatch<Target> | undefined>();

  add(pattern: string, target: Target): void {
    const names: string[] = [];
    const counts: [number, number, number] = [0, 0, 0];
    let state = this.#root;
    for (const { separator, text } of splitPattern(withoutSlash(pattern))) {
      if (separator) state = this.#step(state, { kind: "one", character: separator });
      if (text.startsWith(":") || text.startsWith("*")) {
        const isWildcard = text.startsWith("*");
        state = this.#step(state, { kind: isWildcard ? "any" : "segment" });
        // More of the same comes before whatever follows, so captures are as long as possible.
        if (!state.next.includes(state)) state.next.push(state);
        names.push(text.slice(1));
        counts[isWildcard ? 2 : 1]++;
      } else {
        for (const character of text) state = this.#step(state, { kind: "one", character });
        counts[0]++;
      }
    }
    state.accepted = { names, counts };
    this.#found.clear();
    this.#targets.set(state, target);
  }

  find(path: string): RouteMatch<Target> | undefined {
    if (this.#found.has(path)) return this.#found.get(path);
    const match = this.#search(path);
    if (this.#found.size >= foundLimit) this.#found.clear();
    this.#found.set(path, match);
    return match;
  }

  #search(path: string): RouteMatch<Target> | undefined {
    const text = withoutSlash(path);
    let threads: readonly Thread[] = [{ state: this.#root, captures: [], captureBegin: undefined }];
    let position = 0;
    for (const character of text) {
      threads = threads.flatMap((thread) => advance(thread, character, position));
      if (threads.length === 0) return undefined;
      position += character.length;
    }
    let best: Thread | undefined;
    for (const thread of threads) if (isBetter(thread, best)) best = thread;
    const target = best && this.#targets.get(best.state);
    return target === undefined ? undefined : { target, parameters: readParameters(best, text) };
  }

  /** The state after this one that takes the same; made if it is missing. */
  #step(from: State, taken: Taken): State {
    const existing = from.next.find((state) => isSame(state.taken, taken));
    if (existing) return existing;
    const state = createState(this.#stateCount++, taken);
    from.next.push(state);
    return state;
  }
}

function createState(index: number, taken: Taken): State {
  return { index, taken, next: [], isCapture: index > 0 && taken.kind !== "one", accepted: undefined };
}

function isSame(left: Taken, right: Taken): boolean {
  if (left.kind !== "one" || right.kind !== "one") return left.kind === right.kind;
  return left.character === right.character;
}

function withoutSlash(path: string): string {
  return path.startsWith("/") ? path.slice(1) : path;
}

function splitPattern(pattern: string): { separator: string | undefined; text: string }[] {
  return [...pattern.matchAll(/([./]?)([^./]+)|([./])/g)].map(([, before, text = "", alone]) => ({
    separator: before || alone,
    text,
  }));
}

function advance(thread: Thread, character: string, position: number): Thread[] {
  const { state, captures } = thread;
  const taking = state.next.filter(({ taken }) => takes(taken, character));
  return taking.map((next): Thread => {
    const captureBegin = thread.captureBegin ?? (next.isCapture ? position : undefined);
    if (captureBegin === undefined || !state.isCapture || next.index <= state.index) {
      return { state: next, captures, captureBegin };
    }
    return { state: next, captures: [...captures, [captureBegin, position]], captureBegin: undefined };
  });
}

function takes(taken: Taken, character: string): boolean {
  if (taken.kind === "one") return taken.character === character;
  return taken.kind === "any" || character !== "/";
}

function isBetter({ state }: Thread, best: Thread | undefined): boolean {
  if (!state.accepted) return false;
  if (!best?.state.accepted) return true;
  for (const [index, count] of state.accepted.counts.entries()) {
    const other = best.state.accepted.counts[index] ?? 0;
    if (count !== other) return count > other;
  }
  return false;
}

function readParameters(thread: Thread | undefined, text: string): Record<string, string> {
  if (!thread?.state.accepted) return {};
  const { captures, captureBegin } = thread;
  const { names } = thread.state.accepted;
  const ranges = captureBegin === undefined ? captures : [...captures, [captureBegin, text.length] as const];
  const entries = names.flatMap((name, index): [string, string][] => {
    const range = ranges[index];
    return name === "" || !range ? [] : [[name, text.slice(range[0], range[1])]];
  });
  return Object.fromEntries(entries);
}
