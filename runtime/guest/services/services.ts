/** The clients of system processes that a handler has: those that the schema of its process `needs`. */

import type { Need } from "../../contract/index.js";
import type { Features } from "../features.js";
import type { Fetch } from "./fetch.js";
import type { Kv } from "./kv.js";
import type { ServiceLink } from "./service-client.js";
import type { Sqlite } from "./sqlite.js";
import type { Vfs } from "./vfs.js";

/** Each client is made when it is asked for. */
export class Services {
  readonly #features: Pick<Features, Need>;
  readonly #link: ServiceLink;

  constructor(features: Pick<Features, Need>, link: ServiceLink) {
    this.#features = features;
    this.#link = link;
  }

  get vfs(): Vfs {
    return (this.#features.vfs ?? lacking("vfs"))(this.#link);
  }

  get kv(): Kv {
    return (this.#features.kv ?? lacking("kv"))(this.#link);
  }

  get sqlite(): Sqlite {
    return (this.#features.sqlite ?? lacking("sqlite"))(this.#link);
  }

  get fetch(): Fetch {
    return (this.#features.fetch ?? lacking("fetch"))(this.#link);
  }
}

/** For authors whose code is not type-checked: without the right to ask, each request would end as a time-out. */
function lacking(need: Need): never {
  throw new TypeError(`write \`needs ${need}\` in the process of the schema to use \`${need}\``);
}
