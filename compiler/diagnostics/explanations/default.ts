/** Explanations of what a default can have wrong. */

import { schema, type Explanations } from "./explanation.js";

export const defaults: Explanations<"default"> = {
  "default/mismatch": {
    kind: "schema",
    title: "a default does not fit its type",
    text:
      "A default stands for a value that a caller leaves out, or that a state begins with, so it must be one: of the " +
      "type, within its constraints. Otherwise the process would start with, or answer from, a value that it refuses " +
      "when somebody sends it.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { limit: u8 = 256 }
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { limit: u16 = 256 }
        local  ping() -> string
      }
    `,
  },
  "default/missing": {
    kind: "schema",
    title: "a state field has no first value",
    text:
      "A process that never ran has no stored state, so every field needs a value to start with. Most types have a " +
      "natural one: zero, false, an empty text or list, none. An enum, a variant or a constrained text has not, and " +
      "hproc does not pick one.",
    wrong: schema`
      package todo:template.os@0.1.0

      enum Filter { All, Open }

      process Todo {
        state { filter: Filter }
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      enum Filter { All, Open }

      process Todo {
        state { filter: Filter = All }
        local  ping() -> string
      }
    `,
  },
  "default/path": {
    kind: "schema",
    title: "a parameter from the path has a default",
    text:
      "A request reaches the handler only when its path has a value for each `{…}`, so a default for it is never used. " +
      "Whoever reads the schema would think that the part can be left out.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks/{id}"  getTask(id: u64 = 1) -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks/{id}"  getTask(id: u64) -> string
      }
    `,
  },
};
