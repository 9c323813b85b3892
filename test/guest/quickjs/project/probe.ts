import { probe } from "./generated/probe.js";
import { misuses, uses } from "./misuses.js";
import { probes } from "./probes.js";

const atLoad = Math.random();

async function failLater(): Promise<void> {
  await null;
  throw new RangeError("nobody waits for this");
}

const failures: Readonly<Record<string, () => void>> = {
  rejection: () => void failLater(),
  microtask: () => queueMicrotask(() => { throw new Error("of a microtask"); }),
  listener() {
    const target = new EventTarget();
    target.addEventListener("a", () => { throw new Error("of a listener"); });
    target.dispatchEvent(new Event("a"));
  },
  console: () => (globalThis as unknown as { console: { error(...values: unknown[]): void } }).console.error("of", { the: "console" }),
  native: () => void new Function("return (async () => 1)()")().then(() => {}),
};

export default probe.process({
  probe: (_, name) => JSON.stringify(probes[name]?.(), (_key, value: unknown) => (value === undefined ? "undefined" : value)),
  randoms: () => [String(Math.random() + atLoad), crypto.randomUUID()],
  misuse(_, how) {
    const call = [...misuses, ...uses][how];
    if (!call) return `${misuses.length} ${uses.length}`;
    try {
      call();
      return "done";
    } catch (error) {
      return error instanceof Error ? error.name : "no error";
    }
  },
  fail: (_, how) => failures[how]?.(),
});
