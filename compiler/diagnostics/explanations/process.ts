/** Explanations of what the members of a process can have wrong. */

import { schema, type Explanations } from "./explanation.js";

export const process: Explanations<"process"> = {
  "process/duplicate-member": {
    kind: "schema",
    title: "a process has a member twice that it can have once",
    text:
      "A process has one label, one icon, one widget, one world, one `ui`, one save policy, one `state` and one `init`. Of " +
      "two, one would win silently.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        save never
        save every message
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        save every message
        local  ping() -> string
      }
    `,
  },
  "process/no-handler": {
    kind: "schema",
    title: "a process has no handler",
    text:
      "A process does something only when a message or a request reaches one of its handlers. Without any it would be " +
      "started and then wait for ever, which is most likely a schema that was not finished.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        save never
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        save never
        local  ping() -> string
      }
    `,
  },
  "process/period": {
    kind: "schema",
    title: "a period or a number of messages cannot be",
    text:
      "A period says how often something happens: a whole number from one. Half of something is written in the " +
      "smaller unit. More than 366 days is longer than a node is likely to run, and most likely a slip in the unit.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        every 0 minutes  sweep
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        every 10 minutes  sweep
        local             ping() -> string
      }
    `,
  },
  "process/unit": {
    kind: "schema",
    title: "a period has a unit that there is not",
    text:
      "Periods are counted in `seconds`, `minutes`, `hours` and `days`, in full words, since `m` is a minute for one " +
      "reader and a month for another. A save policy can count `messages` as well.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        save every 5 min
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        save every 5 minutes
        local  ping() -> string
      }
    `,
  },
  "process/ui-folder": {
    kind: "schema",
    title: "the files of a `ui` are not in a folder of their own",
    text:
      "All files of the folder are served to browsers. So it lies below the schema's folder, is not that folder itself, " +
      "and is none into which hproc writes: otherwise sources, state or files of the whole system would be published.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        ui "."
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        ui "./ui"
        local  ping() -> string
      }
    `,
  },
  "process/asset": {
    kind: "schema",
    title: "the path of an icon or widget is not that of a file it can be",
    text:
      "The icon and the widget become part of the page that a node shows first, so they are built into the package: " +
      "an image and an HTML file in the schema's folder or below it. A path from the root of a disk, or out of the " +
      "folder, would lead to something else on every machine.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        icon "/home/me/icon.svg"
        local  ping() -> string
      }
    `,
    right: {
      ...schema`
        package todo:template.os@0.1.0

        process Todo {
          icon "./assets/icon.svg"
          local  ping() -> string
        }
      `,
      "assets/icon.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
    },
  },
  "process/option-conflict": {
    kind: "schema",
    title: "an option contradicts `secureSubdomain`",
    text:
      "Under the secure subdomain of a package the node lets nobody in who has not logged in, and everybody else " +
      "from everywhere. An option that says otherwise would have no effect, and a reader would rely on it.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/admin" { secureSubdomain true, authenticated false }
        http GET "/admin/log"  readLog() -> list<string>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/admin" { secureSubdomain true }
        http GET "/admin/log"  readLog() -> list<string>
      }
    `,
  },
  "process/option-value": {
    kind: "schema",
    title: "an option is neither true nor false",
    text:
      "The options of endpoints and of a `ui` decide who may come in. They are written `true` or `false` and nothing " +
      "that could be read in two ways.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        endpoint http "/api" { authenticated no }
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
  "process/log-level": {
    kind: "schema",
    title: "a log is set to something that is no level",
    text:
      "`terminal` and `file` of a `log` say up to which level lines go there, `requests` at which level each request " +
      "gets a line when it is over. The levels are `error`, `warn`, `info` and `debug`; `none` is for no lines at all.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        log { terminal trace }
        local  ping()
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        log { terminal debug }
        local  ping()
      }
    `,
  },
};
