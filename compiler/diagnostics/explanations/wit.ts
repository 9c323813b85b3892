/** Explanations of what can be wrong with the WIT of another process. */

import { dedent, exampleFile, type Example, type Explanations } from "./explanation.js";

/** A process that calls another one, which is known from its WIT. */
function calling(text: TemplateStringsArray): Example {
  return {
    [exampleFile]: dedent`
      package desk:template.os@0.1.0

      process Desk {
        uses shop:shop:other.os as shop from "./api/shop.wit"
        local  open() -> bool
      }
    `,
    "api/shop.wit": dedent(text),
  };
}

export const wit: Explanations<"wit"> = {
  "wit/syntax": {
    kind: "schema",
    title: "a WIT file cannot be read",
    text:
      "The file is read as WIT of the component model. kit's generators are lenient and look at it line by line, but a " +
      "component cannot be made with what is no WIT, so hproc says where it stops being that.",
    wrong: calling`
      interface shop {
          use standard.{address};

          record open-signature-local {
              target: address
              returning: bool
          }
      }
    `,
    right: calling`
      interface shop {
          use standard.{address};

          record open-signature-local {
              target: address,
              returning: bool
          }
      }
    `,
  },
  "wit/no-handlers": {
    kind: "schema",
    title: "a WIT file describes no process",
    text:
      "WIT has no messages. kit and hproc describe each handler by a record whose name ends in `-signature-local`, " +
      "`-signature-remote` or `-signature-http`, and people by a variant `request` with a case for each. Functions of WIT " +
      "are those of a library. A process that is called needs a handler for calls by processes, not only for HTTP.",
    wrong: calling`
      interface shop {
          open: func() -> bool;
      }
    `,
    right: calling`
      interface shop {
          use standard.{address};

          // Function signature for: open (local)
          // args: none
          // json fmt: {"Open": null}
          record open-signature-local {
              target: address,
              returning: bool
          }
      }
    `,
  },
  "wit/not-carried": {
    kind: "schema",
    title: "a part of a WIT file is left out",
    text:
      "WIT describes more than messages can carry: resources, streams and functions live in components, and flags have no " +
      "form in JSON that all agree on. Other parts break a rule of schemas. What cannot be carried is left out, with " +
      "everything that mentions it, and the rest is of use.",
    wrong: calling`
      interface shop {
          use standard.{address};

          flags days {
              monday,
              tuesday
          }

          record open-signature-local {
              target: address,
              returning: bool
          }

          // args: (on: days)
          record close-signature-local {
              target: address,
              arg-types: tuple<days>,
              returning: bool
          }
      }
    `,
    right: calling`
      interface shop {
          use standard.{address};

          enum day {
              monday,
              tuesday
          }

          record open-signature-local {
              target: address,
              returning: bool
          }

          // args: (on: list<day>)
          record close-signature-local {
              target: address,
              arg-types: tuple<list<day>>,
              returning: bool
          }
      }
    `,
  },
  "wit/map": {
    kind: "schema",
    title: "a list of pairs is read as a map",
    text:
      "A map of Rust and a list of pairs are the same in the WIT that kit writes, but JSON has an object for one and a " +
      "list for the other. hproc takes the map, which is by far the more frequent. Its own WIT says in a mark which of " +
      "the two it is; such a line can be added to any WIT.",
    wrong: calling`
      interface shop {
          use standard.{address};

          // args: none
          record prices-signature-local {
              target: address,
              returning: list<tuple<string, u64>>
          }
      }
    `,
    right: calling`
      interface shop {
          use standard.{address};

          // hproc: -> map<string, u64>
          // args: none
          record prices-signature-local {
              target: address,
              returning: list<tuple<string, u64>>
          }
      }
    `,
  },
  "wit/renamed": {
    kind: "schema",
    title: "a type of a WIT file has another name in the schema",
    text:
      "In WIT every interface has names of its own. In a schema all types share one set of names with the processes and " +
      "with what hproc has built in. A type whose name is taken gets another one, which changes nothing on the wire: " +
      "names of types do not travel.",
    wrong: calling`
      interface shop {
          use standard.{address};

          record shop {
              name: string
          }

          // args: none
          record find-signature-local {
              target: address,
              returning: shop
          }
      }
    `,
    right: calling`
      interface shop {
          use standard.{address};

          record place {
              name: string
          }

          // args: none
          record find-signature-local {
              target: address,
              returning: place
          }
      }
    `,
  },
  "wit/signature": {
    kind: "schema",
    title: "a signature in a WIT file is not as kit writes it",
    text:
      "The record of a signature has the types of the parameters, and a comment above it their names. Callers that kit " +
      "generates read both, as hproc does. Where they do not fit, names such as `arg0` are taken; they do not travel.",
    wrong: calling`
      interface shop {
          use standard.{address};

          // args: (name: string)
          record find-signature-local {
              target: address,
              arg-types: tuple<string, u32>,
              returning: bool
          }
      }
    `,
    right: calling`
      interface shop {
          use standard.{address};

          // args: (name: string, limit: u32)
          record find-signature-local {
              target: address,
              arg-types: tuple<string, u32>,
              returning: bool
          }
      }
    `,
  },
  "wit/mark": {
    kind: "schema",
    title: "a mark of hproc in a WIT file does not count",
    text:
      "Comments that begin with `// hproc:` say of a part of WIT what the schema says of it and WIT cannot. One that " +
      "cannot be read, or that says another type than the WIT below it, does not count: other tools read the WIT alone.",
    wrong: calling`
      interface shop {
          use standard.{address};

          // hproc: -> int
          // args: none
          record count-signature-local {
              target: address,
              returning: u64
          }
      }
    `,
    right: calling`
      interface shop {
          use standard.{address};

          // hproc: -> int
          // args: none
          record count-signature-local {
              target: address,
              returning: s64
          }
      }
    `,
  },
};
