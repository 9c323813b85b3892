/** The lines at the beginning of a file: `package` and `use`. */

import { insertAfter, insertBefore, removeUpTo, replace } from "./edits.js";
import type { Habit } from "./situation.js";

export const headingHabits: readonly Habit[] = [
  // ---- `package` ----
  {
    first: "package",
    kind: "string",
    expected: "a package name",
    advise: ({ found }) => {
      const line = found.text.slice(1, -1) ?? "";
      return { help: "remove the quotes", repairs: [[replace(found, line)]] };
    },
  },
  {
    first: "package",
    expected: ["`:`", "`@`", "a publisher", "a version", "a package name"],
    advise: () => ({ help: "a package line has a name, a publisher and a version: `package todo:template.os@0.1.0`" }),
  },

  // ---- `use` ----
  {
    first: "use",
    expected: "`{`",
    found: /^\w+$/u,
    advise: ({ tokens, index, found }) => {
      const from = tokens.findIndex(({ text }) => text === "from");
      const last = tokens[from - 1];
      if (last === undefined || from <= index) return undefined;
      return {
        help: "the names stand in braces",
        repairs: [[insertBefore(found, "{ "), insertAfter(last, " }")]],
        title: "Write the braces",
      };
    },
  },
  {
    first: "use",
    expected: "`{`",
    advise: () => ({ help: 'write what you need from the file: `use { Task } from "./types.hproc"`' }),
  },
  {
    first: "use",
    expected: "`,`",
    kind: "word",
    advise: ({ before, found }) => {
      if (before.kind !== "word" || before.text === "as") return undefined;
      if (before.text === "type")
        return {
          help: "remove `type`: all names are types",
          span: before.span,
          repairs: [[removeUpTo(before, found)]],
        };
      const help = "a `,` stands between the names";
      return found.text === "as" ? undefined : { help, repairs: [[insertAfter(before, ",")]] };
    },
  },
  {
    first: "use",
    expected: "`from`",
    kind: "string",
    advise: ({ found }) => ({ help: "write `from` before the path", repairs: [[insertBefore(found, "from ")]] }),
  },
];
