/** Explanations of what an annotation can have wrong. */

import { schema, type Explanations } from "./explanation.js";

export const annotation: Explanations<"annotation"> = {
  "annotation/place": {
    kind: "schema",
    title: "an annotation has no meaning where it stands",
    text:
      "An annotation changes the generated code at one kind of place only. Anywhere else nothing would look at it, and " +
      "the schema would promise a check that nobody makes.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { title: string @status(404) }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      variant TaskError { NotFound(u64) @status(404) }

      process Todo {
        local  getTask() -> result<string, TaskError>
      }
    `,
  },
  "annotation/arguments": {
    kind: "schema",
    title: "the arguments of an annotation are missing or not understood",
    text:
      "Each annotation has a fixed form. Bounds always come as a pair, so that nobody has to know which of them a single " +
      "number would be.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { title: string @length(200) }

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
  "annotation/type": {
    kind: "schema",
    title: "a constraint does not apply to the type",
    text:
      "A constraint speaks about something that the values of a type have: strings and bytes have a length, numbers a " +
      "range, collections a number of items. Values of other types could never be checked against it.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { priority: u8 @length(1, 5) }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { priority: u8 @range(1, 5) }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "annotation/bounds": {
    kind: "schema",
    title: "the bounds of a constraint exclude every value, or are none",
    text:
      "The smaller bound stands first, and both are values that the type has. With other bounds no value, or not the " +
      "values that the schema seems to promise, would pass, and every caller would be refused.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { priority: u8 @range(1, 1000) }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { priority: u16 @range(1, 1000) }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "annotation/pattern": {
    kind: "schema",
    title: "the text of a `@pattern` is not a regular expression",
    text:
      "A pattern becomes part of the generated checks and of their documentation. It is read once as JavaScript " +
      "reads it, with the flag `u`, so that a mistake in it is found here and not when the first value comes. A " +
      "backslash is written twice, as in every string of a schema.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { code: string @pattern("[a-z") }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { code: string @pattern("^[a-z]+-\\d+$") }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "annotation/wire": {
    kind: "schema",
    title: "a text cannot be a name on the wire",
    text:
      "`@wire` gives the name that stands in JSON, for another side that is there already. A name that is empty or " +
      "cannot be seen is a slip, and `__proto__` is no member of an object for programs in JavaScript: values under " +
      "it would be lost or do harm.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { owner: string @wire("") }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { owner: string @wire("user_id") }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "annotation/example": {
    kind: "schema",
    title: "an example does not fit its type",
    text:
      "Examples are carried into documentation, where readers copy them. One that the process itself would refuse is " +
      "worse than none, so examples are checked as defaults are, with all constraints of the type.",
    wrong: schema`
      package todo:template.os@0.1.0

      record Task { title: string @length(1, 20) @example("") }

      process Todo {
        local  getTask() -> Task
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      record Task { title: string @length(1, 20) @example("Water the plants") }

      process Todo {
        local  getTask() -> Task
      }
    `,
  },
  "annotation/status": {
    kind: "schema",
    title: "a status is not that of an error",
    text:
      "`@status` is the HTTP status with which a handler's error is answered. Statuses below 400 tell clients that all " +
      "went well, and those from 600 do not exist; either way a client would take an error for something else.",
    wrong: schema`
      package todo:template.os@0.1.0

      variant TaskError { NotFound(u64) @status(200) }

      process Todo {
        local  getTask() -> result<string, TaskError>
      }
    `,
    right: schema`
      package todo:template.os@0.1.0

      variant TaskError { NotFound(u64) @status(404) }

      process Todo {
        local  getTask() -> result<string, TaskError>
      }
    `,
  },
};
