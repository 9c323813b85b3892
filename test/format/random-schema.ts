/** Random schemas, and random ways to write each: what a formatter has to undo without losing anything. */

import type { Random } from "../../runtime/node/random.js";

/** What may stand before a piece. */
type Before =
  /** White space, line ends and comments; something where two words would join. */
  | "space"
  /** Nothing: the piece belongs to the one before it. */
  | "glued"
  /** As `space`, with a comma or a line end. */
  | "separator"
  /** As `space`, and maybe a comma. */
  | "end";

export interface Piece {
  readonly before: Before;
  readonly text: string;
}

/** Never has two pieces of which one is wrong without the other: every layout of it can be read. */
export type Schema = readonly Piece[];

const names = ["a", "value", "record", "from", "state", "as", "größe", "名前", "x1", "_", "aRatherLongNameForAField"];
const typeNames = ["u8", "string", "Task", "Größe", "名前", "ARatherLongNameForATypeOfTheSchema"];
const words = ["a", "todo", "template.os", "a-b", "0x", "x_1"];
const strings = [
  '""',
  '"/api/tasks/{id}"',
  '"a // b"',
  '"/* c */"',
  '"\\"\\\\\\n\\u{1F600}"',
  '"名前 é"',
  `"${"long ".repeat(9)}"`,
];
const numbers = ["0", "-12", "0.5", "1e3", "0x10", "200", "18446744073709551615"];
const documentation = ["", " One line.", "without a space", "  indented", " // odd", " 名前 ", " behind it  "];
const units = ["seconds", "minutes", "messages"];

export function randomSchema(random: Random): Schema {
  const pieces: Piece[] = [];
  const write = (text: string, before: Before = "space"): void => void pieces.push({ before, text });
  const maybe = (percent: number): boolean => random.below(100) < percent;
  const pick = (texts: readonly string[]): string => random.pick(texts);
  const times = (limit: number, action: (index: number) => void): void => {
    const count = random.below(limit + 1);
    for (let index = 0; index < count; index += 1) action(index);
  };
  /** `first` is how the first piece of an entry is joined to what stands before it. */
  const commaList = (open: string, close: string, limit: number, entry: () => void): void => {
    write(open);
    let count = 0;
    times(limit, () => {
      if (count++ > 0) write(",");
      entry();
    });
    if (count > 0 && maybe(20)) write(",");
    write(close);
  };
  const block = (limit: number, entry: (before: Before) => void): void => {
    write("{");
    let count = 0;
    times(limit, () => entry(count++ === 0 ? "space" : "separator"));
    write("}", count === 0 ? "space" : "end");
  };
  /** The pieces of documentation begin and end their lines. */
  const documented = (before: Before): Before => {
    let next = before;
    if (!maybe(15)) return next;
    times(2, () => {
      write(`///${pick(documentation)}`, next);
      next = "space";
    });
    return next;
  };

  const type = (depth: number): void => {
    write(pick(typeNames));
    if (depth > 0 && maybe(30)) commaList("<", ">", 3, () => type(depth - 1));
  };
  const literal = (depth: number): void => {
    switch (random.below(depth > 0 ? 6 : 3)) {
      case 0:
        return write(pick(numbers));
      case 1:
        return write(pick(strings));
      case 2:
        return write(pick(names));
      case 3:
        return commaList("[", "]", 4, () => literal(depth - 1));
      case 4:
        return commaList("{", "}", 3, () => {
          write(pick(names));
          write(":");
          literal(depth - 1);
        });
      default:
        write(pick(typeNames));
        write("(", "glued");
        literal(depth - 1);
        write(")");
    }
  };
  const annotations = (): void =>
    times(maybe(25) ? 2 : 0, () => {
      write("@");
      write(pick(names), "glued");
      if (maybe(70)) commaList("(", ")", 2, () => literal(1));
    });
  const typed = (before: Before): void => {
    write(pick(names), documented(before));
    write(":");
    type(2);
    annotations();
    if (maybe(20)) {
      write("=");
      literal(2);
    }
  };
  const fields = (limit: number): void => block(limit, typed);
  const cases = (limit: number): void =>
    block(limit, (before) => {
      write(pick(typeNames), documented(before));
      if (maybe(30)) {
        write("(");
        type(1);
        times(1, () => {
          write(",");
          type(1);
        });
        write(")");
      }
      annotations();
    });
  const options = (isNeeded = false): void => {
    if (isNeeded || maybe(60)) {
      block(2, (before) => {
        write(pick(names), before);
        literal(1);
      });
    }
  };
  const period = (): void => {
    write(pick(numbers));
    write(pick(units));
  };
  const parameter = (): void => {
    typed("space");
    if (!maybe(30)) return;
    write("from");
    write(pick(["query", "header", "path"]));
    if (maybe(40)) write(pick(strings));
  };
  const handler = (before: Before): void => {
    const count = 1 + random.below(3);
    for (let index = 0; index < count; index += 1) {
      const kind = pick(["http", "http", "local", "remote"]);
      if (index > 0) write(",");
      write(kind, index > 0 ? "space" : before);
      if (kind !== "http") continue;
      const methodCount = random.below(3);
      for (let method = 0; method < methodCount; method += 1) {
        if (method > 0) write(",");
        write(pick(["GET", "POST", "DELETE"]));
      }
      if (maybe(70)) write(pick(strings));
    }
    write(pick(names));
    commaList("(", ")", maybe(20) ? 6 : 2, parameter);
    if (maybe(60)) {
      write("->");
      type(2);
    }
    annotations();
  };

  const member = (): void => {
    const before = documented("space");
    switch (random.below(22)) {
      case 0:
      case 1:
        write(pick(["name", "icon", "widget", "world"]), before);
        return write(pick(strings));
      case 2:
        write("ui", before);
        write(pick(strings));
        return options();
      case 3:
      case 4: {
        write("save", before);
        const policy = pick(["never", "on change", "every message", "every"]);
        for (const word of policy.split(" ")) write(word);
        return policy === "every" ? period() : undefined;
      }
      case 21:
        write("engine", before);
        return write(pick(names));
      case 20:
        write("needs", before);
        write(pick(names));
        while (maybe(50)) {
          write(",");
          write(pick(names));
        }
        return undefined;
      case 19:
        write("log", before);
        return options(true);
      case 18:
        write("timeout", before);
        return period();
      case 5:
        write("state", before);
        return fields(3);
      case 6:
        write("endpoint", before);
        write(pick(["http", "ws"]));
        write(pick(strings));
        return options();
      case 7:
        write("uses", before);
        write(`${pick(words)}:${pick(words)}:${pick(words)}`);
        write("as");
        write(pick(names));
        if (!maybe(50)) return undefined;
        write("from");
        return write(pick(strings));
      case 8:
        return write("init", before);
      case 9:
      case 10:
        write("every", before);
        period();
        write(pick(names));
        if (maybe(50)) {
          write("(");
          write(")");
        }
        return annotations();
      case 11:
      case 12:
        write("ws", before);
        write(maybe(50) ? pick(strings) : "client");
        write(pick(names));
        commaList("(", ")", 2, () => {
          write(pick(["receives", "sends"]));
          type(1);
        });
        return annotations();
      default:
        return handler(before);
    }
  };

  const declaration = (): void => {
    const before = documented("space");
    switch (random.below(9)) {
      case 0:
        write("package", before);
        return write(`${pick(words)}:${pick(words)}@${pick(["0.1.0", "1.0.0-alpha+1"])}`);
      case 1:
        write("use", before);
        commaList("{", "}", 0, () => undefined);
        pieces.splice(-1);
        write(pick(typeNames));
        times(2, () => {
          if (maybe(50)) {
            write("as");
            write(pick(typeNames));
          }
          write(",");
          write(pick(typeNames));
        });
        write("}");
        write("from");
        return write(pick(strings));
      case 2:
        write("record", before);
        write(pick(typeNames));
        annotations();
        return fields(4);
      case 3:
      case 4:
        write(pick(["enum", "variant"]), before);
        write(pick(typeNames));
        annotations();
        return cases(4);
      case 5:
        write("type", before);
        write(pick(typeNames));
        write("=");
        type(2);
        return annotations();
      default:
        write("process", before);
        write(pick(typeNames));
        write("{");
        times(5, member);
        return write("}");
    }
  };

  times(4, declaration);
  return pieces;
}

const comments: readonly ((number: number) => string)[] = [
  (number) => `// c${number}`,
  (number) => `//${number} 名前  `,
  () => "//",
  (number) => `//// ${number}`,
  (number) => `/* c${number} */`,
  (number) => `/*${number}*/`,
  () => "/**/",
  (number) => `/* "c${number}\n      // is\tlong */`,
  (number) => `/**\n* c${number}\n   * 名前\n */`,
];

/** One way to write a schema; `commentPercent` of its gaps have comments. */
export function randomLayout(schema: Schema, commentPercent: number, random: Random): string {
  let text = "";
  let number = 0;
  const maybe = (percent: number): boolean => random.below(100) < percent;
  const write = (added: string): void => void (text += added);
  const space = (): void =>
    write(random.pick(["", "", "", " ", " ", "  ", "\t", "\n", "\n  ", "\n\n", "\n \t\n\n\n", "\uFEFF"]));
  const gap = (): void => {
    space();
    while (maybe(commentPercent)) {
      const comment = maybe(4) ? "// prettier-ignore" : random.pick(comments)((number += 1));
      write(comment);
      if (comment.startsWith("//")) write("\n");
      space();
    }
  };
  const startLine = (): void => {
    if (!/(?:^|\n)[ \t\uFEFF]*$/.test(text)) write("\n");
  };
  const comma = (): void => {
    gap();
    write(",");
    gap();
  };

  for (const { before, text: piece } of schema) {
    const end = text.length;
    if (before === "separator" && maybe(50)) comma();
    else if (before === "end" && maybe(30)) comma();
    else if (before !== "glued") gap();
    if (before === "separator" && !hasSeparator(text.slice(end))) write("\n");
    if (piece.startsWith("///")) startLine();
    // Two words would be one; a number takes everything that looks like its own.
    else if (before !== "glued" && /[\p{L}\p{M}\p{N}_.+-]$/u.test(text) && /^[\p{L}\p{M}\p{N}_.+-]/u.test(piece))
      write(" ");
    write(piece);
    if (piece.startsWith("///")) write("\n");
  }
  gap();
  return text;
}

/** A comma or line end that is in no comment. */
function hasSeparator(gap: string): boolean {
  return /[,\n]/.test(gap.replace(/\/\*[^]*?\*\//g, "").replace(/\/\/[^\n]*/g, ""));
}
