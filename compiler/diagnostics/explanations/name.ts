/** Explanations of what a name can have wrong. */

import { schema, type Explanations } from "./explanation.js";

export const name: Explanations<"name"> = {
  "name/duplicate": {
    kind: "schema",
    title: "two things have one name",
    text:
      "A name stands for one thing in its place: a type or process in the schema, a field in its record, a case, a " +
      "handler, a parameter, an option. Of two, one could never be reached.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { id: u64, id: string }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { id: u64, title: string }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "name/built-in": {
    kind: "schema",
    title: "a type has the name of a built-in type",
    text:
      "The built-in types mean the same in every schema. A type of yours with such a name would give each use of it a " +
      "second meaning.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Blob { size: u64 }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record StoredBlob { size: u64 }
    `,
  },
  "name/style": {
    kind: "schema",
    title: "a name is not written in the style of its kind",
    text:
      "Types, cases and processes are PascalCase; fields, handlers, parameters and aliases camelCase. The names for WIT " +
      "and for JSON are made from the words of a name, and one style makes sure that everybody, and every generator, " +
      "sees the same words.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { due_date: string }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { dueDate: string }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "name/collision": {
    kind: "schema",
    title: "two names become one in an output",
    text:
      "WIT writes names with hyphens, JSON with underscores, and hproc adds names of its own, such as those of the " +
      "signatures of handlers. Names that differ in the schema but not there would replace each other, so both places " +
      "are shown.",
    wrong: schema`
      package todo:template.os@0.1.0

      record GetTaskSignatureLocal { id: u64 }

      process Todo {
        local  getTask() -> GetTaskSignatureLocal
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { id: u64 }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "name/wit": {
    kind: "schema",
    title: "WIT cannot carry a name",
    text:
      "Every name appears in the WIT of the component, in words of the letters a to z and digits, each beginning with a " +
      "letter. What cannot be written so is refused here, since the tools behind hproc would fail later and with words " +
      "that nobody understands.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { größe: u64 }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { size: u64 }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "name/reserved": {
    kind: "schema",
    title: "a name means something else already",
    text:
      "Some names belong to Hyperware, to JavaScript, or to the files and functions that hproc generates. A process or " +
      "handler of that name would take the place of something that has to work.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  then() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  andThen() -> string
      }
    `,
  },
  "name/kit": {
    kind: "schema",
    title: "Rust callers cannot use a name",
    text:
      "Rust processes that kit builds read the WIT of this one with a simple reader, which takes certain names for " +
      "something else. The process itself works, and so do callers in TypeScript: hence this is a warning.",
    wrong: schema`
      package todo:template.os@0.1.0

      record CreateRequest { title: string }

      process Todo {
        local  create(request: CreateRequest) -> u64
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record NewTask { title: string }

      process Todo {
        local  create(task: NewTask) -> u64
      }
    `,
  },
  "name/unknown-type": {
    kind: "schema",
    title: "no type has this name",
    text:
      "The name is neither a built-in type nor one that the file declares or takes from another file with `use`. If a " +
      "known name is close, it is suggested. Declarations may stand in any order.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  count() -> u46
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  count() -> u64
      }
    `,
  },
  "name/unknown-process": {
    kind: "schema",
    title: "no process has this id",
    text:
      "`uses` names a process by its id, and hproc makes a typed stub from that process's schema. The id is the name of " +
      "the process in kebab-case, the package and the publisher, with `:` between them. A process of another schema is " +
      "named with the file that declares it, as in `from \"./counter.hproc\"`.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Counter {
        local  count() -> u64
      }

      process Todo {
        uses counte:todo:template.os as counter
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Counter {
        local  count() -> u64
      }

      process Todo {
        uses counter:todo:template.os as counter
        local  ping() -> string
      }
    `,
  },
  "name/unknown-annotation": {
    kind: "schema",
    title: "no annotation has this name",
    text:
      "An annotation that hproc does not know would check nothing. It is refused, so that a slip in `@length` does not " +
      "let every text through.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { title: string @lenght(1, 200) }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { title: string @length(1, 200) }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "name/unknown-option": {
    kind: "schema",
    title: "no option has this name",
    text:
      "The options of an endpoint or a `ui` decide who may come in. One that hproc does not know would leave the door as " +
      "it is by default, which is not what was meant. A `log` has `terminal`, `file` and `requests`.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api" { authentication false }
        http GET "/api/tasks"  listTasks() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api" { authenticated false }
        http GET "/api/tasks"  listTasks() -> list<string>
      }
    `,
  },
  "name/unknown-engine": {
    kind: "schema",
    title: "a process has an engine that does not exist",
    text:
      "A component holds the JavaScript engine that runs the process. `engine` chooses it: `quickjs`, which is small and starts at " +
      "once, or `starlingmonkey`, which is faster with large messages. `--engine` of `hproc build` is for a build alone.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        engine v8
        local  ping()
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        engine quickjs
        local  ping()
      }
    `,
  },
  "name/unknown-need": {
    kind: "schema",
    title: "a process needs a part of the node that does not exist",
    text:
      "`needs` gives a process clients of parts of its node, as members of the context: `vfs` for files, `kv` and `sqlite` " +
      "for databases, `fetch` for HTTP requests to servers. Only what stands there is asked for when the package is installed.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        needs files
        local  ping()
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        needs vfs, kv
        local  ping()
      }
    `,
  },
  "name/unknown-source": {
    kind: "schema",
    title: "a parameter cannot come from there",
    text: "`from` says which part of a request a parameter is read from. There are only the parts that a request has.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(filter: string from cookie) -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(filter: string from query) -> list<string>
      }
    `,
  },
  "name/unknown-transport": {
    kind: "schema",
    title: "there is no such kind of endpoint",
    text:
      "An endpoint says over what a process is reached from outside the node: requests over `http`, or WebSockets over " +
      "`ws`. Hyperware has a server for these two.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint grpc "/api"
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/ping"  ping() -> string
      }
    `,
  },
};
