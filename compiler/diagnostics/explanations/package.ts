/** Explanations of what the `package` line can have wrong. */

import { schema, type Explanations } from "./explanation.js";

export const packageLine: Explanations<"package"> = {
  "package/missing": {
    kind: "schema",
    title: "the schema has no `package` line",
    text:
      "The package's name and publisher are part of each process's id, under which others reach it, and of its WIT " +
      "world. hproc cannot make them up: a guess would change the address of the process when a file is moved.",
    wrong: schema`
      process Todo {
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  ping() -> string
      }
    `,
  },
  "package/duplicate": {
    kind: "schema",
    title: "the schema has two `package` lines",
    text: "All processes of a schema are installed together, as one package. Two packages are two schemas.",
    wrong: schema`
      package todo:template.os@0.1.0
      package list:template.os@0.1.0

      process Todo {
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  ping() -> string
      }
    `,
  },
  "package/part": {
    kind: "schema",
    title: "the name, publisher or version of the package is not one",
    text:
      "The parts of the `package` line become parts of process ids, of WIT names and of the manifest, and each of them " +
      "has a form that Hyperware demands. What does not have it would be refused when the package is installed.",
    wrong: schema`
      package To_Do:template.os@0.1.0

      process Todo {
        local  ping() -> string
      }
    `,
    right: schema`
      package to-do:template.os@0.1.0

      process Todo {
        local  ping() -> string
      }
    `,
  },
};
