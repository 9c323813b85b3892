/** Explanations of what a handler can have wrong. */

import { schema, type Explanations } from "./explanation.js";

export const handler: Explanations<"handler"> = {
  "handler/direction": {
    kind: "schema",
    title: "a message of a socket has no direction, or one that there is not",
    text:
      "A socket carries messages both ways, and the schema looks at it from the process: it `receives` what the other " +
      "side sends, and `sends` what that one gets. The same holds for a `ws client`, whose other side is a server. Either " +
      "can be left out; such frames are passed on as they are.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint ws "/ws"
        ws "/ws"  live(gets string, sends string)
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint ws "/ws"
        ws "/ws"  live(receives string, sends string)
      }
    `,
  },
  "handler/duplicate-kind": {
    kind: "schema",
    title: "a handler has a kind or a method twice, or a socket a direction",
    text:
      "Each kind of a handler says once who may call it and how. A second `http` would be a second route, with its own " +
      "parameters from the path: that is a handler of its own. A kind or a method that is merely repeated is a slip, as is " +
      "a second type that a socket receives or sends: several kinds of messages are the cases of one variant.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks", http GET "/api/list"  listTasks() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api"
        http GET "/api/tasks", local  listTasks() -> list<string>
      }
    `,
  },
};
