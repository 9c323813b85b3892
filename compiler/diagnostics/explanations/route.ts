/** Explanations of what the HTTP side of a schema can have wrong. */

import { schema, type Explanations } from "./explanation.js";

export const route: Explanations<"route"> = {
  "route/unknown-method": {
    kind: "schema",
    title: "there is no such HTTP method",
    text:
      "Methods are those that Hyperware's HTTP server passes on, in capitals, as they are sent. Left out, a handler takes " +
      "all of them.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http get "/api/tasks"  listTasks() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks() -> list<string>
      }
    `,
  },
  "route/path": {
    kind: "schema",
    title: "a text is not the path of a handler or endpoint",
    text:
      "A path begins with `/` and has parts that every client sends in the same way. Spaces and other characters that " +
      "need escapes, `..`, empty parts and a `/` at the end are changed by some clients and not by others, so a handler " +
      "behind them would be reached only sometimes. A part in braces is a parameter.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks/"  listTasks() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks() -> list<string>
      }
    `,
  },
  "route/no-endpoint": {
    kind: "schema",
    title: "an `http` handler is in a process without endpoint",
    text:
      "An endpoint says below which path a process is reached by HTTP, and by whom: it has no default, since that would " +
      "open a process to the network by accident.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        http GET "/api/tasks"  listTasks() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks() -> list<string>
      }
    `,
  },
  "route/outside-endpoints": {
    kind: "schema",
    title: "a path is outside every endpoint",
    text:
      "A handler's settings, such as whether callers must have logged in, are those of the endpoint whose path its own " +
      "begins with. A path that belongs to none has no settings.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/tasks"  listTasks() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks() -> list<string>
      }
    `,
  },
  "route/duplicate-endpoint": {
    kind: "schema",
    title: "two endpoints have one path",
    text:
      "The settings of an endpoint hold for all paths below it. Two endpoints of one path could say different things " +
      "about who may come in.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        endpoint http "/api" { authenticated false }
        http GET "/api/tasks"  listTasks() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        endpoint http "/open" { authenticated false }
        http GET "/api/tasks"   listTasks() -> list<string>
        http GET "/open/count"  count() -> u64
      }
    `,
  },
  "route/unused-endpoint": {
    kind: "schema",
    title: "nothing is at or below an endpoint",
    text:
      "An endpoint opens a path to the network and says for whom. One that nothing answers is a handler that was " +
      "forgotten, or was moved to another path, where other settings hold than the schema seems to say.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        endpoint http "/admin" { localOnly true }
        http GET "/api/tasks"  listTasks() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        endpoint http "/admin" { localOnly true }
        http GET "/api/tasks"  listTasks() -> list<string>
        http GET "/admin/log"  readLog() -> list<string>
      }
    `,
  },
  "route/duplicate-socket": {
    kind: "schema",
    title: "two sockets have one path",
    text:
      "A client names a socket by its path alone: there is no method that could tell two of them apart. Messages of " +
      "several kinds share one socket as the cases of a variant.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint ws "/ws"
        ws "/ws"  tasks(sends string)
        ws "/ws"  users(sends string)
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint ws "/ws"
        ws "/ws/tasks"  tasks(sends string)
        ws "/ws/users"  users(sends string)
      }
    `,
  },
  "route/ambiguous-endpoint": {
    kind: "schema",
    title: "a handler without path is reached through endpoints of different strictness",
    text:
      "A handler without path is named in the body of a request, and that request may go to any endpoint. Where one " +
      "endpoint lets everybody in and another does not, the handler would be reached through the weaker one. A path says " +
      "which of them is meant.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        endpoint http "/open" { authenticated false }
        http GET "/api/tasks"   listTasks() -> list<string>
        http GET "/open/count"  count() -> u64
        http POST  clear()
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        endpoint http "/open" { authenticated false }
        http GET "/api/tasks"   listTasks() -> list<string>
        http GET "/open/count"  count() -> u64
        http POST "/api/clear"  clear()
      }
    `,
  },
  "route/overlap": {
    kind: "schema",
    title: "two handlers answer the same requests",
    text:
      "For every method and path there is one handler. The names in braces do not count: `{id}` and `{name}` match the " +
      "same paths. Otherwise the order of the file would decide, and moving a line would change what the process does.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks/{id}"    getTask(id: u64) -> string
        http GET "/api/tasks/{name}"  findTask(name: string) -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks/{id}"       getTask(id: u64) -> string
        http GET "/api/tasks/by/{name}"  findTask(name: string) -> string
      }
    `,
  },
  "route/ui": {
    kind: "schema",
    title: "a handler has a path that the `ui` answers",
    text:
      "The files of a `ui` are served from the root of the process, and `/` and `/index.html` are its first page. A " +
      "handler for GET on such a path would hide the page, or never be called.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        ui "./ui"
        endpoint http "/"
        http GET "/"  start() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        ui "./ui"
        endpoint http "/api"
        http GET "/api/start"  start() -> string
      }
    `,
  },
  "route/template-name": {
    kind: "schema",
    title: "two parts of a path have one name",
    text: "Each part in braces gives a parameter its value. With one name for two parts it would have two values.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/lists/{id}/tasks/{id}"  getTask(id: u64) -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/lists/{list}/tasks/{id}"  getTask(list: u64, id: u64) -> string
      }
    `,
  },
  "route/untaken": {
    kind: "schema",
    title: "no parameter takes a part of the path",
    text:
      "A part in braces is there to be read. If no parameter has its name, then either one of the two names is a slip, " +
      "or the handler forgot what it was asked for.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks/{id}"  getTask() -> string
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
  "route/not-in-path": {
    kind: "schema",
    title: "a parameter comes from a part that the path does not have",
    text: "`from path` reads the part of the path in braces that has the name of the parameter.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  getTask(id: u64 from path) -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks/{id}"  getTask(id: u64 from path) -> string
      }
    `,
  },
  "route/no-path": {
    kind: "schema",
    title: "a parameter comes from the path or query of a handler without path",
    text:
      "A handler without path is named in the body of a request, and its parameters are in that body as well. Parts in " +
      "braces and a query belong to a path that the handler has. Headers come with every request.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http POST  listTasks(filter: string from query) -> list<string>
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
  "route/header-name": {
    kind: "schema",
    title: "a text is not the name of an HTTP header",
    text:
      "Names of headers have letters, digits and `-` only. Capital and small letters are the same in them. A text " +
      "with anything else is never sent, so the parameter would never have a value.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(agent: string from header "user agent") -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(agent: string from header "user-agent") -> list<string>
      }
    `,
  },
  "route/source-key": {
    kind: "schema",
    title: "a parameter from the path or query is given a second name",
    text:
      "Only headers have names that a parameter cannot have. A part of the path has the name of its parameter, and " +
      "in the query a parameter has its name on the wire, which `@wire` changes for all callers alike.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(owner: string from query "user") -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(owner: string @wire("user") from query) -> list<string>
      }
    `,
  },
  "route/no-http": {
    kind: "schema",
    title: "a parameter comes from a part of HTTP requests that never come",
    text:
      "A `local` or `remote` call is one message, and all its parameters are in the body. A path, a query and " +
      "headers exist for handlers with `http` only.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  listTasks(filter: string from query) -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks", local  listTasks(filter: string from query) -> list<string>
      }
    `,
  },
  "route/path-type": {
    kind: "schema",
    title: "a type cannot be read from a part of a path",
    text:
      "One part of a path is one short text. Numbers, texts, ids and the names of an enum's cases can be read from it " +
      "in one way only; records and lists cannot.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks/{ids}"  getTasks(ids: list<u64>) -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http POST "/api/tasks"  getTasks(ids: list<u64>) -> list<string>
      }
    `,
  },
  "route/query-type": {
    kind: "schema",
    title: "a type cannot be read from a query",
    text:
      "The query gives each parameter texts, or none: `?tag=a&tag=b` are two for `tag`. Numbers, texts, ids and enums can " +
      "be read from one, and an option, list or set of these from several; for what has more parts, clients differ in how " +
      "they write it.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Filter { open: bool }

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(filter: Filter) -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(open: bool = false) -> list<string>
      }
    `,
  },
  "route/header-type": {
    kind: "schema",
    title: "a type cannot be read from a header",
    text:
      "A header is one short text, or is left out. Numbers, texts, ids, enums and options of these can be read from " +
      "it in one way only; for what has more parts, clients differ in how they write it.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(tags: list<string> from header "x-tags") -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  listTasks(tag: option<string> from header "x-tag") -> list<string>
      }
    `,
  },
  "route/body": {
    kind: "schema",
    title: "a parameter comes from a body that the request does not have",
    text:
      "Requests with the methods GET and HEAD have no body: clients do not send it and servers drop it. A handler that " +
      "takes several methods must be able to read its parameters with each of them.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  findTasks(title: string from body) -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks"  findTasks(title: string from query) -> list<string>
      }
    `,
  },
};
