/** Real guests on the fake kernel: each tick is delivered, drained and ended as the component's loop does it. */

import { drainJobs } from "../guest/drain.js";
import type { ProcessDefinition } from "../guest/definition.js";
import { Guest, type GuestOptions } from "../guest/guest.js";
import { runAsProcess } from "./process-globals.js";
import type { FakeKernel, FakeProcess, FakeProcessOptions } from "./fake-kernel.js";

export interface RunningGuest {
  readonly guest: Guest;
  readonly process: FakeProcess;
}

export class GuestRunner {
  readonly kernel: FakeKernel;
  readonly #running: RunningGuest[] = [];

  constructor(kernel: FakeKernel) {
    this.kernel = kernel;
  }

  /** Starts a process; throws what its start throws. */
  async start(
    definition: ProcessDefinition,
    options: FakeProcessOptions = {},
    guestOptions: GuestOptions = {},
  ): Promise<RunningGuest> {
    const process = this.kernel.process(definition.table.id, options);
    const guest = new Guest(process.host, definition, { now: () => this.kernel.clock.now(), ...guestOptions });
    const running = { guest, process };
    this.#running.push(running);
    this.#run(guest, () => guest.start());
    await drainJobs();
    guest.endTick();
    return running;
  }

  /** Ends a process as a crash does: nothing of it runs any more. */
  stop(running: RunningGuest): void {
    this.#running.splice(this.#running.indexOf(running), 1);
    running.process.port.remove({ revoke: false });
  }

  /** Moves messages and runs ticks until nothing is left to do at this time. Returns the number of both. */
  async pump(): Promise<number> {
    let stepCount = 0;
    for (;;) {
      const before = stepCount;
      stepCount += this.kernel.pump();
      // What a blocking call has set aside waits in the host, not in the channel, so every process is asked.
      for (const running of [...this.#running]) if (await this.#tick(running)) stepCount++;
      if (stepCount === before) return stepCount;
    }
  }

  /** Moves time on, and all that follows from it. */
  async advance(byMs: number): Promise<void> {
    await this.pump();
    const { clock } = this.kernel;
    const untilMs = clock.now() + byMs;
    while (clock.nextMs <= untilMs && clock.advanceToNext()) await this.pump();
    clock.advance(untilMs - clock.now());
  }

  /** One turn of the loop; false when what waited was not for the guest to see. */
  async #tick({ guest, process }: RunningGuest): Promise<boolean> {
    const received = process.host.tryReceive();
    if (!received) return false;
    this.#run(guest, () => guest.deliver(received));
    await drainJobs();
    guest.endTick();
    return true;
  }

  #run(guest: Guest, work: () => void): void {
    runAsProcess({ timers: guest.timers, now: () => this.kernel.clock.now() }, work);
  }
}
