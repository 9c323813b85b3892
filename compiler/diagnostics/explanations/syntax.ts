/** Explanations of what the text of a schema can have wrong. */

import { schema, type Explanations } from "./explanation.js";

export const syntax: Explanations<"syntax"> = {
  "syntax/expected": {
    kind: "schema",
    title: "something else has to stand here",
    text:
      "The text cannot be read from this point on. The message names what could have stood here, and what stands " +
      "here instead. Only the declaration or the member of a process in which this happens is left out: everything " +
      "else is still checked, so that one slip does not hide other mistakes.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { id u64 }

      process Todo {
        local  getTask() -> Task
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
  "syntax/unclosed": {
    kind: "schema",
    title: "a bracket is never closed",
    text:
      "A `{`, `(`, `[` or `<` has no partner. hproc takes the next declaration that begins a line as the end of the " +
      "one that is open, so that a forgotten brace does not swallow the rest of the file. The second place is the last " +
      "one at which the bracket could still have been closed.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  ping() -> string
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  ping() -> string
      }
    `,
  },
  "syntax/unterminated-string": {
    kind: "schema",
    title: "a string does not end on its line",
    text:
      "A string ends on the line on which it begins. Otherwise a forgotten quotation mark would turn the rest of the " +
      "file into a text. A line end inside a string is written `\\n`.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        name "Todo
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        name "Todo"
        local  ping() -> string
      }
    `,
  },
  "syntax/unterminated-comment": {
    kind: "schema",
    title: "a comment does not end",
    text:
      "A comment that begins with `/*` ends with `*/`. Without it, all that follows would be a comment and be left out " +
      "silently.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  ping() -> string
      }
      /* The rest is for later
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  ping() -> string
      }
      /* The rest is for later */
    `,
  },
  "syntax/escape": {
    kind: "schema",
    title: "an escape in a string is not known",
    text:
      "In a string `\\` begins an escape. A schema has few of them, the same in every output, so that a text means the " +
      "same in TypeScript, in JSON and in WIT. Any character can be written by its number, as `\\u{1f600}`.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { folder: string = "C:\data" }
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { folder: string = "C:\\data" }
        local  ping() -> string
      }
    `,
  },
  "syntax/character": {
    kind: "schema",
    title: "a character has no meaning in a schema",
    text:
      "The character is no part of the language where it stands. It usually comes from another language, such as `;` at " +
      "the end of a line, or from a text that was pasted and has characters that cannot be seen.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { total: u64; }
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { total: u64 }
        local  ping() -> string
      }
    `,
  },
  "syntax/number": {
    kind: "schema",
    title: "a number is written in a way that a schema does not have",
    text:
      "Numbers are decimal digits, with `-` before them and a fraction behind them where the type allows it. There is " +
      "one way to write a number, so that what stands in the schema is what stands in the generated code.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { limit: u32 = 1_000 }
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { limit: u32 = 1000 }
        local  ping() -> string
      }
    `,
  },
  "syntax/documentation": {
    kind: "schema",
    title: "a `///` comment documents nothing",
    text:
      "A `///` comment is carried into the generated TypeScript and WIT, to what stands below it. Where nothing can be " +
      "documented, it would be lost. A comment for readers of the schema alone begins with `//`.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  ping() -> string  /// Answers at once.
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        /// Answers at once.
        local  ping() -> string
      }
    `,
  },
  "syntax/early-brace": {
    kind: "schema",
    title: "a process ends before its last members",
    text:
      "A `}` that belongs to nothing closes the process, and the members below it stand outside. They are read as the " +
      "process's own, so that this is the only thing to repair.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { total: u64 }
        }
        local  total() -> u64
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        state { total: u64 }
        local  total() -> u64
      }
    `,
  },
  "syntax/merge-conflict": {
    kind: "schema",
    title: "a merge left both versions of some lines",
    text:
      "Git marks lines that two people changed with `<<<<<<<`, `=======` and `>>>>>>>`, for somebody to choose. Until " +
      "then the first version is read, so that the rest of the schema can be checked.",
    wrong: schema`
      package todo:template.os@0.1.0

      process Todo {
      <<<<<<< ours
        local  total() -> u64
      =======
        local  total() -> u32
      >>>>>>> theirs
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      process Todo {
        local  total() -> u64
      }
    `,
  },
  "syntax/other-language": {
    kind: "schema",
    title: "the file is written in another language",
    text:
      "A file that is no schema at all gets one finding instead of one for each of its lines. A schema has a `package` " +
      "line, or declares records, variants or processes.",
    wrong: schema`
      syntax = "proto3";

      message Task {
        uint64 id = 1;
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { id: u64 }
    `,
  },
  "syntax/too-deep": {
    kind: "schema",
    title: "brackets are nested too deep",
    text:
      "Brackets may be nested 64 deep. The limit keeps a broken or hostile file from exhausting the stack of the " +
      "compiler; a type that reaches it could not be read by anybody. A part that has a name of its own starts again " +
      "at zero.",
    wrong: schema`
      package todo:template.os@0.1.0

      type Deep = list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<list<u8>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>

      process Todo {
        local  ping() -> string
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      type Row = list<u8>
      type Table = list<Row>

      process Todo {
        local  table() -> Table
      }
    `,
  },
};
