/**
 * Parts of the guest that a process has only when its schema asks for them: generated code names those, and what it does not
 * name is not in the component.
 */

import type { ClientTable, ProcessTable, SocketTable, UiTable } from "../contract/index.js";
import type { BindOptions } from "./bindings.js";
import { createCallMethods } from "./calls.js";
import type { ChannelsOptions } from "./channels.js";
import { Clients, type ClientsOptions } from "./clients.js";
import { serveUi } from "./serve-ui.js";
import { createFetch, type Fetch } from "./services/fetch.js";
import { createKv, type Kv } from "./services/kv.js";
import type { ServiceLink } from "./services/service-client.js";
import { createSqlite, type Sqlite } from "./services/sqlite.js";
import { createVfs, type Vfs } from "./services/vfs.js";
import { Sockets } from "./sockets.js";

/** Undefined for what the schema does not ask for. */
export interface Features {
  /** `needs vfs`, and so on. */
  readonly vfs?: (link: ServiceLink) => Vfs;
  readonly kv?: (link: ServiceLink) => Kv;
  readonly sqlite?: (link: ServiceLink) => Sqlite;
  readonly fetch?: (link: ServiceLink) => Fetch;
  /** `uses`. */
  readonly calls?: typeof createCallMethods;
  /** `ws`. */
  readonly sockets?: (tables: readonly SocketTable[], options: ChannelsOptions) => Sockets;
  /** `ws client`. */
  readonly clients?: (tables: readonly ClientTable[], options: ClientsOptions) => Clients;
  /** `ui`. */
  readonly ui?: (table: UiTable, options: BindOptions) => void;
}

export const withVfs: Features = { vfs: createVfs };
export const withKv: Features = { kv: createKv };
export const withSqlite: Features = { sqlite: createSqlite };
export const withFetch: Features = { fetch: createFetch };
export const withCalls: Features = { calls: createCallMethods };
export const withSockets: Features = { sockets: (tables, options) => new Sockets(tables, options) };
export const withClients: Features = { clients: (tables, options) => new Clients(tables, options) };
export const withUi: Features = { ui: serveUi };

/** Those of a table that is made at run time, for `defineProcess`; a generated one comes with its own. */
export function featuresOf({ needs, uses, sockets, clients, ui }: ProcessTable<unknown>): readonly Features[] {
  const services = { vfs: withVfs, kv: withKv, sqlite: withSqlite, fetch: withFetch };
  return [
    ...needs.map((need) => services[need]),
    ...(Object.keys(uses).length > 0 ? [withCalls] : []),
    ...(sockets.length > 0 ? [withSockets] : []),
    ...(clients.length > 0 ? [withClients] : []),
    ...(ui ? [withUi] : []),
  ];
}
