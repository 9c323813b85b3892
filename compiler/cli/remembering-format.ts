/** The layout of generated TypeScript for programs that stay: what has been formatted once is not formatted again. */

import { formatOutputs } from "../emit/format.js";
import { InternalError } from "../text/internal-error.js";

/**
 * Gives what `formatOutputs` gives, byte for byte. Formatting takes most of a build, and a save changes little: so files
 * are formatted statement by statement, and the tables among them entry by entry. Remembers the pieces of the last call.
 */
export function createRememberingFormat(): typeof formatOutputs {
  let remembered: ReadonlyMap<string, string> = new Map();
  return async (files) => {
    const statements = new Map(
      files.filter(({ path }) => path.endsWith(".ts")).map(({ path, text }) => [path, splitStatements(text)]),
    );
    const wanted = new Set([...statements.values()].flat().flatMap(({ frame, entries }) => [frame, ...entries]));
    let known: ReadonlyMap<string, string>;
    try {
      known = await formatPieces(wanted, remembered);
    } catch {
      // Some text looks like the end of a statement and is none. Nothing that we emit does, as far as we know.
      return formatOutputs(files);
    }
    remembered = known;
    return Promise.all(
      files.map(async (file) => {
        const own = statements.get(file.path);
        if (!own) return file;
        const texts = own.map((statement) => join(statement, known));
        // As above.
        if (texts.includes(undefined)) return (await formatOutputs([file]))[0] ?? file;
        const text = texts.join("\n\n");
        return { path: file.path, text: text === "" ? "" : `${text}\n` };
      }),
    );
  };
}

async function formatPieces(
  wanted: ReadonlySet<string>,
  remembered: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const missing = [...wanted].filter((text) => !remembered.has(text));
  const fresh = new Map<string, string>();
  if (missing.length > 0) {
    // As one file: a call costs as much as many lines.
    const [formatted] = await formatOutputs([{ path: "pieces.ts", text: missing.join(separator) }]);
    const texts = formatted?.text.trimEnd().split(separator) ?? [];
    if (texts.length !== missing.length) throw new InternalError("the formatter has moved a comment");
    for (const [index, text] of missing.entries()) fresh.set(text, texts[index] ?? "");
  }
  return new Map([...wanted].map((text) => [text, remembered.get(text) ?? fresh.get(text) ?? ""]));
}

const separator = "\n\n// piece\n\n";

interface Statement {
  /** With a hole for each entry. */
  readonly frame: string;
  readonly entries: readonly string[];
  /** What changes although the statement does not, in order; the pieces have as many nines. */
  readonly numbers: readonly string[];
}

/** An empty line ends a statement, unless what follows is indented or closes something. */
function splitStatements(text: string): readonly Statement[] {
  return text.split(/\n{2,}(?=[^\s})\]*])/).map((statement) => {
    const numbers: string[] = [];
    const masked = statement.replace(changingNumber, (_, before: string, number: string) => {
      numbers.push(number);
      return before + "9".repeat(number.length);
    });
    const entries: string[] = [];
    const frame = masked.replace(outermostEntry, (entry, indent: string) => {
      entries.push(nest(entry, indent.length / 2));
      return `${indent}{\n${indent}  ${hole}: 0,\n${indent}}`;
    });
    return { frame, entries, numbers };
  });
}

/**
 * The line in `(todo.hproc:12)`, which moves with every line above, and the hash of the state, which every type of it
 * changes. Of nines too, so that they are found again.
 */
const changingNumber = /(\.hproc:|schemaHash: ")([0-9a-f]+)(?=[)"])/g;

/** An object on lines of its own: `{`, fields that are indented more, `}`. */
const outermostEntry = /^((?: {2})+)\{\n(?:\1 .*\n)*\1\}/gm;

const hole = "entryOfThisTable";

/** As deep as it stands in its statement, since that decides where lines break. */
function nest(entry: string, depth: number): string {
  return `${nested.repeat(depth)}${entry}${"];".padStart(depth + 1, "]")}`;
}

const nested = "[\n";

/** Undefined when the pieces do not fit together. */
function join({ frame, entries, numbers }: Statement, formatted: ReadonlyMap<string, string>): string | undefined {
  let entryCount = 0;
  const whole = (formatted.get(frame) ?? "").replace(formattedHole, () => {
    const entry = entries[entryCount++] ?? "";
    const depth = (/^(?:\[\n)*/.exec(entry)?.[0].length ?? 0) / nested.length;
    const rows = (formatted.get(entry) ?? "").split("\n");
    return rows.slice(depth, -depth).join("\n").replace(/,$/, "");
  });
  let numberCount = 0;
  const text = whole.replace(changingNumber, (_, before: string) => before + (numbers[numberCount++] ?? ""));
  return entryCount === entries.length && numberCount === numbers.length ? text : undefined;
}

const formattedHole = new RegExp(`^ +\\{\\n +${hole}: 0,\\n +\\}`, "gm");
