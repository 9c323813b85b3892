/** Text to text: a schema in the canonical layout. */

/** What a project may choose; the rest of the layout is the same everywhere. */
export interface FormatStyle {
  /** 100 when left out. */
  readonly printWidth?: number | undefined;
  /** 2 when left out. */
  readonly tabWidth?: number | undefined;
  readonly useTabs?: boolean | undefined;
  /** `\n` when left out; `auto` keeps that of the first line. */
  readonly endOfLine?: "lf" | "crlf" | "cr" | "auto" | undefined;
}

/** Keeps every comment; formatting twice changes nothing. Throws `SchemaSyntaxError` for a text that cannot be read. */
export async function formatSchema(text: string, style: FormatStyle = {}): Promise<string> {
  const [{ format }, plugin] = await Promise.all([import("prettier/standalone"), import("./prettier.js")]);
  const withoutMark = text.replace(/^\uFEFF+/, "");
  return await format(withoutMark, { ...style, parser: "hproc", plugins: [plugin] });
}
