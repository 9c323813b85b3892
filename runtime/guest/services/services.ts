/** The clients of system processes that a handler has: those that the schema of its process `needs`. */

import type { Need } from "../../contract/index.js";
import { createFetch, type Fetch } from "./fetch.js";
import { createKv, type Kv } from "./kv.js";
import type { ServiceLink } from "./service-client.js";
import { createSqlite, type Sqlite } from "./sqlite.js";
import { createVfs, type Vfs } from "./vfs.js";

/** Each client is made when it is asked for. */
export class Services {
  readonly #needs: readonly Need[];
  readonly #link: ServiceLink;

  constructor(needs: readonly Need[], link: ServiceLink) {
    this.#needs = needs;
    this.#link = link;
  }

  get vfs(): Vfs {
    return createVfs(this.#demand("vfs"));
  }

  get kv(): Kv {
    return createKv(this.#demand("kv"));
  }

  get sqlite(): Sqlite {
    return createSqlite(this.#demand("sqlite"));
  }

  get fetch(): Fetch {
    return createFetch(this.#demand("fetch"));
  }

  /** For authors whose code is not type-checked: without the right to ask, each request would end as a time-out. */
  #demand(need: Need): ServiceLink {
    if (this.#needs.includes(need)) return this.#link;
    throw new TypeError(`write \`needs ${need}\` in the process of the schema to use \`${need}\``);
  }
}
