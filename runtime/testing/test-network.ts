/** Several nodes in one thread, and the time that passes on them. */

import { Chance } from "../node/chance.js";
import { Chaos } from "../node/chaos.js";
import { Network, type Faults } from "../node/network.js";
import { toMilliseconds } from "../contract/duration.js";
import { FakeKernel } from "./fake-kernel.js";
import { GuestRunner } from "./guest-runner.js";
import { ManualClock } from "./manual-clock.js";
import { Tester } from "./tester.js";

export interface TestNetworkOptions {
  /** The same seed gives the same losses, delays and disorder. Default 1. */
  readonly seed?: number;
  /**
   * Whether messages come as unordered as Hyperdrive allows: some are held back for up to 10 ms, and of two requests to
   * `vfs`, `kv`, `sqlite` or to servers the later may be answered first. Default false.
   */
  readonly chaos?: boolean;
  /** When time begins, in milliseconds since the Unix epoch. Default 2026-01-01, so that a test does not depend on its day. */
  readonly startMs?: number;
}

/** The nodes of a test. Time stands still unless a test waits for something or calls `advance`. */
export class TestNetwork {
  readonly clock: ManualClock;
  readonly #chance: Chance;
  readonly #isChaotic: boolean;
  readonly #network: Network;
  readonly #runners: GuestRunner[] = [];
  readonly #testers = new Map<string, Tester>();
  #pendingCount = 0;
  #driving: Promise<void> | undefined;
  #pumping: Promise<number> = Promise.resolve(0);
  #failure: Error | undefined;

  /** Throws `RangeError` for a seed that is no whole number from 0 to below 2^32. */
  constructor({ seed = 1, chaos = false, startMs = Date.UTC(2026, 0, 1) }: TestNetworkOptions = {}) {
    this.clock = new ManualClock(startMs);
    this.#chance = new Chance(seed);
    this.#isChaotic = chaos;
    this.#network = new Network({ clock: this.clock, chance: this.#chance });
  }

  /** The way of a node to the others; also of one that was suspended. Throws `Error` for a name that is there. */
  join(node: string, kernel: () => FakeKernel) {
    return this.#network.join(node, (message) => kernel().kernel.post(message));
  }

  add(node: string, runner: GuestRunner, tester: Tester): void {
    this.#runners.push(runner);
    this.#testers.set(node, tester);
  }

  /** Who calls from a node; one that is not there yet comes to be, with nothing else on it. */
  testerOf(node: string): Tester {
    const known = this.#testers.get(node);
    if (known) return known;
    const transport = this.join(node, () => kernel);
    // Nobody can look at it, and it lives as long as the network.
    const kernel: FakeKernel = new FakeKernel({ node, clock: this.clock, transport, isTraced: false });
    const tester = new Tester(kernel);
    this.add(node, new GuestRunner(kernel), tester);
    return tester;
  }

  /** Takes a node off that will join again. */
  suspend(node: string): void {
    this.#network.suspend(node);
  }

  remove(node: string, runner: GuestRunner): void {
    this.#network.leave(node);
    this.#testers.delete(node);
    const index = this.#runners.indexOf(runner);
    if (index >= 0) this.#runners.splice(index, 1);
  }

  /** The disorder on a node; undefined where there is none. */
  chaosOf(): Chaos | undefined {
    return this.#isChaotic ? new Chaos({ clock: this.clock, chance: this.#chance }) : undefined;
  }

  /** Nothing comes through between the two nodes until `heal`: requests end as `offline` after 5 seconds. */
  partition(one: string, other: string): void {
    this.#network.partition(one, other);
  }

  heal(one: string, other: string): void {
    this.#network.heal(one, other);
  }

  /** Takes a node off the network, or back on. */
  setReachable(node: string, isReachable: boolean): void {
    this.#network.setReachable(node, isReachable);
  }

  /** Latency and loss from now on: between all nodes, or between two of them in both directions. */
  setFaults(faults: Faults, between?: readonly [one: string, other: string]): void {
    this.#network.setFaults(faults, between);
  }

  /** Lets time pass on all nodes, with everything that happens in it: `"3h"`, or milliseconds. */
  async advance(duration: number | string): Promise<void> {
    await this.pump();
    const untilMs = this.clock.now() + toMilliseconds(duration);
    while (this.clock.nextMs <= untilMs && this.clock.advanceToNext()) await this.pump();
    this.clock.advance(untilMs - this.clock.now());
  }

  /** Keeps the nodes running until `result` is there; time passes when nothing else is left to do. */
  waitFor<Result>(result: Promise<Result>): Promise<Result> {
    this.#pendingCount++;
    const settled = result.finally(() => this.#pendingCount--);
    this.#driving ??= this.#runWhilePending().finally(() => (this.#driving = undefined));
    return Promise.race([settled, this.#driving.then(() => settled)]);
  }

  /** Whoever waits for something, now or next, gets this instead: what a stand-in does wrong is the test's mistake. */
  fail(error: Error): void {
    this.#failure ??= error;
  }

  /** Runs what is left to do at this time. Returns the number of messages and ticks. */
  pump(): Promise<number> {
    // One that is under way is in the middle of a tick: nothing seems left to do beside it, and yet there is.
    const pumping = this.#pumping.then(() => this.#pumpAll());
    this.#pumping = pumping.catch(() => 0);
    return pumping;
  }

  async #pumpAll(): Promise<number> {
    let stepCount = 0;
    for (;;) {
      const before = stepCount;
      for (const runner of this.#runners) stepCount += await runner.pump();
      if (stepCount === before) return stepCount;
    }
  }

  async #runWhilePending(): Promise<void> {
    while (this.#pendingCount > 0) {
      const stepCount = await this.pump();
      // Lets what the ticks have settled reach those who wait, before time passes.
      await new Promise((resolve) => setImmediate(resolve));
      this.#throwFailure();
      if (stepCount > 0 || this.#pendingCount === 0) continue;
      // The test may have sent something since the pumping: that comes before time passes.
      if (this.#runners.some(({ kernel }) => kernel.pump() > 0)) continue;
      if (!this.clock.advanceToNext()) throw new Error("nothing is left to happen that could bring what the test waits for");
    }
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure;
  }
}
