/** Paths that processes have bound, with what stands at each: the last one of a path counts. */

import { sameProcess } from "../../../contract/address.js";
import type { ProcessId } from "../../../contract/address.js";
import { RouteTable } from "./route-table.js";
import type { RouteMatch } from "./route-table.js";

export interface BoundPath {
  readonly app: ProcessId;
  /** Mounted below the process's id. */
  readonly path: string;
}

export class BindingTable<Binding extends BoundPath> {
  #routes = new RouteTable<Binding>();
  readonly #bindings: Binding[] = [];

  bind(binding: Binding): undefined {
    const existing = this.#bindings.findIndex(({ path }) => path === binding.path);
    if (existing !== -1) this.#bindings.splice(existing, 1);
    this.#bindings.push(binding);
    this.#routes.add(binding.path, binding);
  }

  find(path: string): RouteMatch<Binding> | undefined {
    return this.#routes.find(path);
  }

  /** The paths of a process as they are now. */
  of(process: ProcessId): ReadonlySet<Binding> {
    return new Set(this.#bindings.filter(({ app }) => sameProcess(app, process)));
  }

  /** Forgets what was bound; a path that was bound again meanwhile stays. */
  forget(bindings: ReadonlySet<Binding>): void {
    const kept = this.#bindings.filter((binding) => !bindings.has(binding));
    if (kept.length === this.#bindings.length) return;
    this.#bindings.splice(0, this.#bindings.length, ...kept);
    this.#routes = new RouteTable();
    for (const binding of kept) this.#routes.add(binding.path, binding);
  }
}
