/** Explanations of what can be wrong between the files of a schema. */

import { dedent, exampleFile, lines, schema, type Explanations } from "./explanation.js";

export const use: Explanations<"use"> = {
  "use/path": {
    kind: "schema",
    title: "the path behind `from` does not name a schema",
    text:
      "Other files are named by a path from the folder of the file that uses them, or by the package and the file " +
      "within it when they are in an npm package. Both mean the same on every machine, which a path from the root of " +
      "a disk or one with `\\` does not. A schema ends with `.hproc`, the WIT of a process that is called with `.wit`.",
    wrong: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "types"

        process Todo {
          local  getTask() -> Task
        }
      `,
      "types.hproc": dedent`
        record Task { title: string }
      `,
    },
    right: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "./types.hproc"

        process Todo {
          local  getTask() -> Task
        }
      `,
      "types.hproc": dedent`
        record Task { title: string }
      `,
    },
  },
  "use/missing-file": {
    kind: "schema",
    title: "a file that is used is not there",
    text:
      "A path that begins with `./` or `../` leads on from the folder of the file that it stands in, wherever hproc " +
      "is called. Any other path begins with the name of an npm package, which is looked for in `node_modules` of " +
      "that folder and of all folders above it, as Node does.",
    wrong: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "./typse.hproc"

        process Todo {
          local  getTask() -> Task
        }
      `,
      "types.hproc": dedent`
        record Task { title: string }
      `,
    },
    right: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "./types.hproc"

        process Todo {
          local  getTask() -> Task
        }
      `,
      "types.hproc": dedent`
        record Task { title: string }
      `,
    },
  },
  "use/too-many": {
    kind: "excerpt",
    title: "a schema uses more files than anybody writes",
    text:
      "Every file costs time whenever the schema is read, in an editor with each key. A thousand files are no schema " +
      "that somebody wrote but most likely what a program made, without an end; then the first file too many is " +
      "named instead of reading on.",
    wrong: schema`
      package todo:template.os@0.1.0

      use { Type1 } from "./types1.hproc"
      use { Type2 } from "./types2.hproc"
      // … and so on, up to types1000.hproc
    `,
    shown: lines(
      "error use/too-many: the schema uses more than 1000 files",
      "    --> example.hproc:1002:23",
      "     |",
      '1002 | use { Type1000 } from "./types1000.hproc"',
      "     |                       ^^^^^^^^^^^^^^^^^^^",
      "     |",
      "     = help: write types that belong together into one file",
    ),
    right: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Type1, Type2 } from "./types.hproc"

        process Todo {
          local  convert(one: Type1) -> Type2
        }
      `,
      "types.hproc": dedent`
        type Type1 = string
        type Type2 = string
      `,
    },
  },
  "use/cycle": {
    kind: "schema",
    title: "files use each other",
    text:
      "Types come from files that know nothing of those that use them, so that each file can be read, and used by " +
      "others, alone. Of two files that use each other neither can. Only `uses`, by which processes call each other, " +
      "may go both ways.",
    wrong: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "./types.hproc"

        record Owner { name: string }

        process Todo {
          local  getTask() -> Task
        }
      `,
      "types.hproc": dedent`
        use { Owner } from "./example.hproc"

        record Task { owner: Owner }
      `,
    },
    right: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "./types.hproc"

        process Todo {
          local  getTask() -> Task
        }
      `,
      "types.hproc": dedent`
        record Owner { name: string }

        record Task { owner: Owner }
      `,
    },
  },
  "use/unknown-name": {
    kind: "schema",
    title: "the file that is used does not declare such a type",
    text:
      "The names in braces are types that the other file declares. What those contain comes along by itself and need " +
      "not be named.",
    wrong: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Tsk } from "./types.hproc"

        process Todo {
          local  getTask() -> Tsk
        }
      `,
      "types.hproc": dedent`
        record Task { title: string }
      `,
    },
    right: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "./types.hproc"

        process Todo {
          local  getTask() -> Task
        }
      `,
      "types.hproc": dedent`
        record Task { title: string }
      `,
    },
  },
  "use/process": {
    kind: "schema",
    title: "a process is used as if it were a type",
    text:
      "`use` takes types. A process is called, not copied: `uses` in a process names it by its id and gives the file " +
      "that declares it, from which the calls get their types.",
    wrong: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Counter } from "./counter.hproc"

        process Todo {
          local  ping() -> string
        }
      `,
      "counter.hproc": dedent`
        package counter:template.os@0.1.0

        process Counter {
          local  total() -> u64
        }
      `,
    },
    right: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        process Todo {
          uses counter:counter:template.os as counter from "./counter.hproc"
          local  ping() -> string
        }
      `,
      "counter.hproc": dedent`
        package counter:template.os@0.1.0

        process Counter {
          local  total() -> u64
        }
      `,
    },
  },
  "use/indirect": {
    kind: "schema",
    title: "the file that is used takes the type from yet another file",
    text:
      "A file gives away what it declares, and not what it uses itself. So every type is named with the one file in " +
      "which it stands, and a file can stop using a type without breaking others.",
    wrong: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task, Owner } from "./types.hproc"

        process Todo {
          local  getTask(owner: Owner) -> Task
        }
      `,
      "types.hproc": dedent`
        use { Owner } from "./owner.hproc"

        record Task { owner: Owner }
      `,
      "owner.hproc": dedent`
        record Owner { name: string }
      `,
    },
    right: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "./types.hproc"
        use { Owner } from "./owner.hproc"

        process Todo {
          local  getTask(owner: Owner) -> Task
        }
      `,
      "types.hproc": dedent`
        use { Owner } from "./owner.hproc"

        record Task { owner: Owner }
      `,
      "owner.hproc": dedent`
        record Owner { name: string }
      `,
    },
  },
  "use/clash": {
    kind: "schema",
    title: "two types of different files have one name",
    text:
      "All types of a schema, those of other files included, become names of one TypeScript module and one WIT " +
      "interface. Where two files chose the same name, the schema that brings them together calls one of them by " +
      "another; the files themselves stay as they are.",
    wrong: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "./types.hproc"

        record Owner { id: u64 }

        process Todo {
          local  getTask(owner: Owner) -> Task
        }
      `,
      "types.hproc": dedent`
        record Owner { name: string }

        record Task { owner: Owner }
      `,
    },
    right: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task, Owner as Person } from "./types.hproc"

        record Owner { id: u64 }

        process Todo {
          local  getTask(owner: Owner) -> Task
        }
      `,
      "types.hproc": dedent`
        record Owner { name: string }

        record Task { owner: Owner }
      `,
    },
  },
  "use/unused": {
    kind: "schema",
    title: "a type is used from another file and then by nothing",
    text:
      "A name in braces that stands nowhere else in the file brings nothing. What other types contain comes along " +
      "without it.",
    wrong: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task, Owner } from "./types.hproc"

        process Todo {
          local  getTask() -> Task
        }
      `,
      "types.hproc": dedent`
        record Owner { name: string }

        record Task { owner: Owner }
      `,
    },
    right: {
      [exampleFile]: dedent`
        package todo:template.os@0.1.0

        use { Task } from "./types.hproc"

        process Todo {
          local  getTask() -> Task
        }
      `,
      "types.hproc": dedent`
        record Owner { name: string }

        record Task { owner: Owner }
      `,
    },
  },
};
