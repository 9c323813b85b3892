/** Reads a schema and, along `use` and `uses … from`, every file that it needs. */

import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { pathsOf, type Unit } from "../check/unit.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { replacement } from "../diagnostics/fix.js";
import { createReport, type Place } from "../diagnostics/report.js";
import { parse, type Parsed } from "../syntax/parse.js";
import type { StringSyntax } from "../syntax/nodes.js";
import { createSourceFile, type SourceFile } from "../text/source-file.js";
import { suggest } from "../text/suggest.js";
import type { Host } from "./host.js";
import type { SchemaLocation } from "./locate.js";
import { candidatesOf, findPathMistake, isRelative, type Candidate } from "./resolve-path.js";
import { isNoFile } from "./system-error.js";

export interface Loaded {
  /** The schema first, then the others in the order in which they are named. */
  readonly units: readonly [Unit, ...Unit[]];
  /** Where each was read: absolute, with links followed. */
  readonly paths: ReadonlyMap<SourceFile, string>;
  /** Absolute paths of everything that was read or looked for, the schema first: a change of any of them matters. */
  readonly inputs: readonly string[];
  /** Of reading and parsing. */
  readonly diagnostics: readonly Diagnostic[];
  /** WIT files are read together: the same finding at its place in one of them. */
  readonly locate: (diagnostic: Diagnostic) => Diagnostic;
}

/** More are no schema that anybody wrote: whoever made them did not know when to end. */
const maxFileCount = 1000;

/** Undefined when the schema itself is not there. */
export async function loadSchema(schema: SchemaLocation, host: Host): Promise<Loaded | undefined> {
  const path = join(schema.folder, schema.fileName);
  const realPath = (await host.realPath(path)) ?? path;
  const text = await host.read(realPath);
  if (text === undefined) return undefined;
  const realFolder = (await host.realPath(schema.folder)) ?? schema.folder;
  const loader = new Loader({ ...schema, realFolder }, host);
  loader.inputs.add(path);
  const entry = loader.add(parse(createSourceFile(schema.displayPath, text, schema.fileName)), realPath);
  // Files that are found are appended, and then followed too.
  for (const unit of loader.units) await loader.follow(unit);
  const { units, paths, inputs, diagnostics, locations } = loader;
  const locate = (diagnostic: Diagnostic): Diagnostic => locations.get(diagnostic.file)?.(diagnostic) ?? diagnostic;
  return { units: [entry, ...units.slice(1)], paths, inputs: [...inputs], diagnostics, locate };
}

interface GrowingUnit extends Unit {
  readonly files: Map<string, SourceFile>;
  readonly missing: string[];
}

class Loader {
  readonly units: GrowingUnit[] = [];
  readonly paths = new Map<SourceFile, string>();
  readonly inputs = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];
  readonly locations = new Map<SourceFile, Loaded["locate"]>();
  readonly #schema: SchemaLocation & { readonly realFolder: string };
  readonly #host: Host;
  /** By real path, so that one file that two links lead to is not taken for two. */
  readonly #filesByPath = new Map<string, SourceFile>();
  readonly #report = createReport(this.diagnostics);
  #isFull = false;

  constructor(schema: SchemaLocation & { readonly realFolder: string }, host: Host) {
    this.#schema = schema;
    this.#host = host;
  }

  add({ tree, diagnostics }: Parsed, realPath: string): Unit {
    const { file } = tree;
    this.diagnostics.push(...diagnostics);
    const unit = { tree, files: new Map<string, SourceFile>(), missing: [] };
    this.units.push(unit);
    this.paths.set(file, realPath);
    this.inputs.add(realPath);
    this.#filesByPath.set(realPath, file);
    return unit;
  }

  /** Finds the files that a file names. */
  async follow({ tree, files, missing }: GrowingUnit): Promise<void> {
    for (const path of pathsOf(tree)) {
      if (files.has(path.value)) continue;
      const found = await this.#find(path, tree.file);
      if (found === undefined) missing.push(path.value);
      else files.set(path.value, found);
    }
  }

  /** Undefined, and reported, when the path leads to no file. */
  async #find(path: StringSyntax, importer: SourceFile): Promise<SourceFile | undefined> {
    const mistake = findPathMistake(path.value);
    if (mistake !== undefined) {
      const fixes = replacement(path.span, mistake.better && JSON.stringify(mistake.better));
      this.#report("use/path", { path: path.value, ...mistake }, { file: importer, span: path.span }, { fixes });
      return undefined;
    }
    // Paths begin where a file really is, as its author sees it: a package that is linked in finds what it needs.
    const candidates = candidatesOf(path.value, importer, this.paths.get(importer) ?? "");
    for (const candidate of candidates) {
      this.inputs.add(candidate.absolute);
      const realPath = (await unlessNoFile(this.#host.realPath(candidate.absolute))) ?? candidate.absolute;
      const known = this.#filesByPath.get(realPath);
      if (known !== undefined) return known;
      const text = await unlessNoFile(this.#host.read(realPath));
      if (text === undefined) continue;
      if (this.units.length >= maxFileCount) {
        this.#reportFull({ file: importer, span: path.span });
        return undefined;
      }
      const file = createSourceFile(this.#displayPath(realPath), text, candidate.name);
      const parsed = file.name.endsWith(".wit") ? await this.#readWit(file, realPath) : parse(file);
      this.add(parsed, realPath);
      return parsed.tree.file;
    }
    await this.#reportMissing(path, importer, candidates);
    return undefined;
  }

  async #readWit(file: SourceFile, realPath: string): Promise<Parsed> {
    const [{ loadWit }, { readWit }] = await Promise.all([import("./load-wit.js"), import("../wit/read-wit.js")]);
    const joined = await loadWit(file, realPath, this.#host, (absolute) => this.#displayPath(absolute));
    for (const input of joined.inputs) this.inputs.add(input);
    this.locations.set(joined.file, joined.locate);
    return readWit(joined.file, { isCalled: true, end: joined.endOf(1) });
  }

  /** Once: what is not read cannot be known to be wrong. */
  #reportFull(place: Place): void {
    if (!this.#isFull) this.#report("use/too-many", { limit: maxFileCount }, place);
    this.#isFull = true;
  }

  async #reportMissing(
    path: StringSyntax,
    importer: SourceFile,
    candidates: readonly [Candidate, ...Candidate[]],
  ): Promise<void> {
    const suggestion = await this.#suggestPath(path.value, importer, candidates);
    const looked = isRelative(path.value)
      ? this.#displayPath(candidates[0].absolute)
      : `${path.value}\` in any \`node_modules`;
    const fixes = replacement(path.span, suggestion && JSON.stringify(suggestion));
    this.#report("use/missing-file", { looked, suggestion }, { file: importer, span: path.span }, { fixes });
  }

  /** A file that is there. Of a path into a package, first the one that a forgotten `./` would lead to. */
  async #suggestPath(
    path: string,
    importer: SourceFile,
    candidates: readonly Candidate[],
  ): Promise<string | undefined> {
    if (!isRelative(path)) {
      const [beside] = candidatesOf(`./${path}`, importer, this.paths.get(importer) ?? "");
      if ((await unlessNoFile(this.#host.realPath(beside.absolute))) !== undefined) return `./${path}`;
    }
    for (const { absolute } of candidates) {
      const names = (await unlessNoFile(this.#host.listFolder(dirname(absolute)))) ?? [];
      const others = names.filter((name) => /\.(?:hproc|wit)$/.test(name) && name !== basename(importer.name));
      const close = suggest(basename(absolute), others);
      if (close !== undefined) return path.slice(0, path.lastIndexOf("/") + 1) + close;
    }
    return undefined;
  }

  /** As the schema is named: relative to where the user stands. */
  #displayPath(absolute: string): string {
    const { folder, realFolder, displayPath } = this.#schema;
    const inFolder = relative(realFolder, absolute);
    const isInside = !isAbsolute(inFolder) && inFolder.split(sep)[0] !== "..";
    // Out of a folder that is a link, `..` would lead from where the link is.
    const fromFolder = isInside ? inFolder : relative(folder, absolute);
    if (isAbsolute(fromFolder)) return absolute;
    return join(dirname(displayPath), fromFolder).split(sep).join("/");
  }
}

/** Undefined where a path leads to something that is no file: whoever named it can name another one. */
async function unlessNoFile<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isNoFile(error)) return undefined;
    throw error;
  }
}
