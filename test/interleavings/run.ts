/** Plays plans, each on a node of its own, and makes the plan of a fault as small as it gets. */

import { findFault } from "./find-fault.js";
import { makePlan, type Plan, type PlanEvent, type Step } from "./plan.js";
import { World } from "./world.js";

export interface Failure {
  readonly seed: number;
  readonly fault: string;
  /** The least that shows it. */
  readonly plan: Plan;
  readonly leastFault: string;
}

/** Plays the plan of a seed. Undefined when all is well. */
export async function runSeed(seed: number): Promise<Failure | undefined> {
  const plan = makePlan(seed);
  const fault = await playPlan(plan, seed);
  if (fault === undefined) return undefined;
  const least = await minimise(plan, seed);
  return { seed, fault, plan: least, leastFault: (await playPlan(least, seed)) ?? fault };
}

/** Returns what is wrong, if anything is. */
export async function playPlan(plan: Plan, seed: number): Promise<string | undefined> {
  const world = new World(plan.setup, seed);
  try {
    await world.start();
    for (const event of plan.events) await world.play(event);
    await world.finish();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  return findFault(world, plan.setup.timeoutMs);
}

/** As `show` prints it, for a look at what happens. */
export function formatFailure({ seed, fault, leastFault, plan }: Failure): string {
  const events = plan.events.map((event) => `  ${JSON.stringify(event)}`);
  return [`seed ${seed}: ${fault}`, `the least that fails: ${leastFault}`, JSON.stringify(plan.setup), ...events].join("\n");
}

/** Leaves out events, then steps of handlers, then settings, as long as something is still wrong. */
async function minimise(plan: Plan, seed: number): Promise<Plan> {
  let least = plan;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smaller(least)) {
      if ((await playPlan(candidate, seed)) === undefined) continue;
      least = candidate;
      isSmaller = true;
      break;
    }
  }
  return least;
}

function* smaller({ setup, events }: Plan): Iterable<Plan> {
  for (const [index, event] of events.entries()) {
    yield { setup, events: events.toSpliced(index, 1) };
    if (event.kind !== "request" && event.kind !== "frame" && event.kind !== "serverFrame") continue;
    for (const steps of withoutOne(event.steps)) {
      yield { setup, events: events.with(index, { ...event, steps } as PlanEvent) };
    }
  }
  if (setup.sweep) yield { setup: { ...setup, sweep: undefined }, events };
  if (setup.isLogged) yield { setup: { ...setup, isLogged: false }, events };
  if (setup.initMs !== undefined) yield { setup: { ...setup, initMs: undefined }, events };
  if (setup.timeoutMs !== undefined) yield { setup: { ...setup, timeoutMs: undefined }, events };
  if (setup.save.kind !== "never") yield { setup: { ...setup, save: { kind: "never" } }, events };
}

function withoutOne(steps: readonly Step[]): readonly (readonly Step[])[] {
  return steps.map((_, index) => steps.toSpliced(index, 1));
}
