/** Explanations of what a type can have wrong. */

import { schema, type Explanations } from "./explanation.js";

export const type: Explanations<"type"> = {
  "type/arguments": {
    kind: "schema",
    title: "a type has the wrong number of types in angle brackets",
    text:
      "`list<T>`, `option<T>` and `set<T>` take one type, `map<K, V>` and `result<T, E>` two, `tuple<…>` one or more, and " +
      "all others none. There is nothing that a missing one could stand for.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { titles: map<string> }
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { titles: map<u64, string> }
        local  ping() -> string
      }
    `,
  },
  "type/recursive": {
    kind: "schema",
    title: "a type contains itself",
    text:
      "WIT, in which the interface of a component is written, has no recursive types, not even through a list or an " +
      "option. Refer to inner values by an id and keep all of them in a map; or carry the tree as `json`.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { title: string, parts: list<Task> }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { title: string, partIds: list<u64> }

      process Todo {
        state { tasks: map<u64, Task> }
        local  getTask(id: u64) -> Task
      }
    `,
  },
  "type/empty": {
    kind: "schema",
    title: "a record, enum or variant is empty",
    text:
      "WIT has no records without fields and no enums or variants without cases. A handler that has nothing to return " +
      "returns `unit`.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Nothing {}

      process Todo {
        local  ping() -> Nothing
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  ping() -> unit
      }
    `,
  },
  "type/payload": {
    kind: "schema",
    title: "a case carries more than it can",
    text:
      "A case of an enum is a name alone, and a case of a variant carries at most one value: that is what WIT has. " +
      "Several values are a record or a tuple.",
    wrong: schema`
      package todo:template.os@0.1.0

      variant Change { Renamed(u64, string), Removed(u64) }

      process Todo {
        local  lastChange() -> Change
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Renaming { id: u64, title: string }

      variant Change { Renamed(Renaming), Removed(u64) }

      process Todo {
        local  lastChange() -> Change
      }
    `,
  },
  "type/too-large": {
    kind: "schema",
    title: "a type is larger than a component can have",
    text:
      "The tools that make components limit how deep a type may be nested and how many values it may hold when all its " +
      "parts are counted. A type beyond that is refused here, where its name can be told.",
    wrong: schema`
      package todo:template.os@0.1.0

      type Ten = tuple<u8, u8, u8, u8, u8, u8, u8, u8, u8, u8>
      type Hundred = tuple<Ten, Ten, Ten, Ten, Ten, Ten, Ten, Ten, Ten, Ten>
      type Thousand = tuple<Hundred, Hundred, Hundred, Hundred, Hundred, Hundred, Hundred, Hundred, Hundred, Hundred>
      type Large = tuple<Thousand, Thousand, Thousand, Thousand, Thousand, Thousand, Thousand, Thousand, Thousand, Thousand>

      process Todo {
        local  all() -> Large
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      type Ten = tuple<u8, u8, u8, u8, u8, u8, u8, u8, u8, u8>

      process Todo {
        local  all() -> list<Ten>
      }
    `,
  },
  "type/key": {
    kind: "schema",
    title: "a type cannot be the key of a map or the element of a set",
    text:
      "Maps and sets of JavaScript find a value again by comparing it, and two records with the same fields are two " +
      "objects to them. So keys are of types that are compared by value. Floats are none, since `-0` is `0` and `NaN` is " +
      "not itself.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Place { row: u32, column: u32 }

      process Todo {
        state { taken: set<Place> }
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Place { row: u32, column: u32 }

      process Todo {
        state { taken: list<Place> }
        local  ping() -> string
      }
    `,
  },
  "type/unit": {
    kind: "schema",
    title: "`unit` stands where it would carry nothing",
    text:
      "`unit` is the absence of a value. It says that a handler returns nothing, or that one side of a `result` carries " +
      "nothing; a field or parameter of it would always be the same, and WIT cannot write it.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { title: string, done: unit }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { title: string, done: bool }

      process Todo {
        local  getTask() -> result<Task, unit>
      }
    `,
  },
  "type/http-response": {
    kind: "schema",
    title: "`HttpResponse` stands where nobody answers HTTP",
    text:
      "`HttpResponse` lets an `http` handler choose the status, headers and body of its answer. Other callers get values, " +
      "and have no use for these.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  page() -> HttpResponse
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/page"  page() -> HttpResponse
      }
    `,
  },
  "type/nested-option": {
    kind: "schema",
    title: "an `option` stands in an `option`",
    text:
      "JSON and JavaScript have one way to say that there is nothing, so no value and an inner value that is none look " +
      "the same: what is sent would not be what arrives.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Change { due: option<option<string>> }

      process Todo {
        local  change(change: Change)
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      variant DueChange { Keep, Remove, Set(string) }

      record Change { due: DueChange }

      process Todo {
        local  change(change: Change)
      }
    `,
  },
  "type/unused": {
    kind: "schema",
    title: "a type is used by no handler and no state",
    text:
      "The type is generated, but nothing ever has a value of it. It is often the rest of a change, or a handler that " +
      "was forgotten. This is a warning: the process can be built.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { title: string }

      process Todo {
        local  titles() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { title: string }

      process Todo {
        local  tasks() -> list<Task>
      }
    `,
  },
};
