/** The apps that a home page has, and the order that its user has given them. */

import { formatProcessId } from "../../../contract/address.js";
import type { ProcessId } from "../../../contract/address.js";
import { decodeJson, encodeJson, isRecord } from "../../json-body.js";
import { homepageProcess } from "../../system-processes.js";
import type { StateStore } from "../state.js";
import type { HomePageEntry } from "./messages.js";

/** As the home page writes it. */
export interface App {
  readonly id: string;
  readonly process: string;
  readonly package_name: string;
  readonly publisher: string;
  readonly path: string | null;
  readonly label: string;
  readonly base64_icon: string | null;
  readonly widget: string | null;
  readonly order: number;
  readonly favorite: boolean;
}

const favorites = ["main:app-store:sys", "settings:settings:sys"];
const stateKey = formatProcessId(homepageProcess);

export class Apps {
  readonly #store: StateStore;
  readonly #apps = new Map<string, App>();
  #order: Map<string, number>;

  /** The order is kept in the store; the apps tell themselves again at every start. */
  constructor(store: StateStore) {
    this.#store = store;
    const stored = decodeJson(store.get(stateKey) ?? new Uint8Array(0));
    const entries = isRecord(stored) ? Object.entries(stored) : [];
    this.#order = new Map(entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"));
  }

  /** In place of what the process has said before. */
  add(process: ProcessId, { label, icon, path, widget }: HomePageEntry): void {
    const id = formatProcessId(process);
    this.#apps.set(id, {
      id,
      process: process.processName,
      package_name: process.packageName,
      publisher: process.publisherNode,
      path: path === null ? null : `/${id}/${path.replace(/^\//, "")}`,
      label,
      base64_icon: icon,
      widget,
      order: this.#order.get(id) ?? this.#apps.size,
      favorite: favorites.includes(id),
    });
  }

  remove(id: string): void {
    this.#apps.delete(id);
  }

  /** By id. */
  list(): readonly App[] {
    return [...this.#apps.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  /** Nothing happens for one that is not there. */
  setFavorite(id: string, favorite: boolean): void {
    const app = this.#apps.get(id);
    if (app) this.#apps.set(id, { ...app, favorite });
  }

  /** In place of the order before, for the next start too. */
  setOrder(places: readonly (readonly [id: string, order: number])[]): void {
    for (const [id, order] of places) {
      const app = this.#apps.get(id);
      if (app) this.#apps.set(id, { ...app, order });
    }
    this.#order = new Map(places);
    this.#store.set(stateKey, encodeJson(Object.fromEntries(this.#order)));
  }
}
