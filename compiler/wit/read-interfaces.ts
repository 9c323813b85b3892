/**
 * WIT of a package as kit and hproc write it, read back: handlers stand in it as records that are never values, with
 * their parameters and paths in comments above (see `emit/print/wit-signatures.ts`). A scanner of lines, as kit's own.
 */

export interface WitInterface {
  readonly name: string;
  readonly documentation: readonly string[];
  /** In the order of the file; the transports of one are together. */
  readonly handlers: readonly WitHandler[];
  /** Declarations as they are written, without the comments that are no documentation. */
  readonly types: readonly string[];
}

export interface WitHandler {
  readonly name: string;
  readonly documentation: readonly string[];
  /** `local`, `remote`, or `http GET /api/tasks`. */
  readonly transports: readonly string[];
  /** `amount: u64`, separated by commas. */
  readonly parameters: string;
  readonly returns: string;
}

/** A declaration with the comments above it. */
interface Block {
  readonly documentation: readonly string[];
  readonly comments: readonly string[];
  /** Without the indentation of the interface. */
  readonly lines: readonly string[];
}

/** All interfaces of a text; what stands outside of them, such as worlds, is left out. */
export function readInterfaces(text: string): readonly WitInterface[] {
  const interfaces: WitInterface[] = [];
  const lines = text.split(/\r?\n/);
  let documentation: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = (lines[index] ?? "").trim();
    const [, name] = /^interface\s+%?([\w-]+)\s*\{/.exec(line) ?? [];
    if (line.startsWith("///")) documentation.push(withoutMark(line));
    else if (name !== undefined) {
      const end = findEnd(lines, index);
      interfaces.push(toInterface(name, documentation, readBlocks(lines.slice(index + 1, end))));
      index = end;
    }
    if (!line.startsWith("//")) documentation = [];
  }
  return interfaces;
}

/** The index of the line that closes the brace which the line at `start` opens; behind the last one when none does. */
function findEnd(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let index = start; index < lines.length; index++) {
    const code = (lines[index] ?? "").replace(/\/\/.*/, "");
    depth += (code.match(/\{/g)?.length ?? 0) - (code.match(/\}/g)?.length ?? 0);
    if (depth <= 0 && index > start) return index;
    if (depth <= 0 && code.includes("}")) return index;
  }
  return lines.length;
}

function readBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let documentation: string[] = [];
  let comments: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const text = line.trim();
    if (text.startsWith("///")) documentation.push(withoutMark(text));
    else if (text.startsWith("//")) comments.push(withoutMark(text));
    else if (text !== "") {
      const end = text.includes("{") ? findEnd(lines, index) : index;
      const indentation = line.length - line.trimStart().length;
      const own = lines
        .slice(index, end + 1)
        .map((each) => each.slice(Math.min(indentation, each.length - each.trimStart().length)));
      if (!text.startsWith("use ")) blocks.push({ documentation, comments, lines: own });
      index = end;
      documentation = [];
      comments = [];
    }
  }
  return blocks;
}

function toInterface(name: string, documentation: readonly string[], blocks: readonly Block[]): WitInterface {
  const handlers = new Map<string, WitHandler>();
  const types: string[] = [];
  for (const block of blocks) {
    const [, handler, transport] =
      /^record\s+%?([\w-]+)-signature-(http|local|remote)\s*\{/.exec(block.lines[0] ?? "") ?? [];
    if (handler === undefined || transport === undefined) {
      types.push([...block.documentation.map((line) => `/// ${line}`.trimEnd()), ...block.lines].join("\n"));
      continue;
    }
    const read = readSignature(handler, transport, block);
    const known = handlers.get(handler);
    handlers.set(handler, known ? { ...known, transports: [...known.transports, ...read.transports] } : read);
  }
  return { name, documentation, handlers: [...handlers.values()], types };
}

function readSignature(name: string, transport: string, { documentation, comments, lines }: Block): WitHandler {
  const fields = new Map(
    lines.flatMap((line) => {
      const [, field = "", type] = /^\s*%?([\w-]+):\s*(.+?),?$/.exec(line) ?? [];
      return type === undefined ? [] : [[field, type] as const];
    }),
  );
  const path = commentOf(comments, "HTTP");
  return {
    name,
    documentation,
    transports: [transport === "http" && path !== undefined ? `http ${path}` : transport],
    parameters: readParameters(commentOf(comments, "args"), fields),
    returns: fields.get("returning") ?? "_",
  };
}

/** The text behind `// args:`. */
function commentOf(comments: readonly string[], key: string): string | undefined {
  return comments
    .find((comment) => comment.startsWith(`${key}:`))
    ?.slice(key.length + 1)
    .trim();
}

/** Files of older tools have a field for each parameter, and no comment. */
function readParameters(args: string | undefined, fields: ReadonlyMap<string, string>): string {
  if (args !== undefined) return args === "none" ? "" : args.replace(/^\(|\)$/g, "");
  const own = [...fields].filter(([field]) => !["target", "returning", "arg-types"].includes(field));
  return own.map(([field, type]) => `${field}: ${type}`).join(", ");
}

function withoutMark(comment: string): string {
  return comment.replace(/^\/{2,3} ?/, "");
}
