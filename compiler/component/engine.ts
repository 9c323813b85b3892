/** The seam between hproc and whatever makes a WebAssembly component from one JavaScript module. */

export interface Engine {
  readonly name: string;
  /**
   * Changes whenever equal input may give a different component: built components are kept under this name, this
   * version and their input. It therefore counts the engine's release and our repairs of it.
   */
  readonly version: string;
  /** What a program has to be like for it. */
  readonly bundling: EngineBundling;
  /**
   * Returns the bytes of a component of `world`. Takes seconds and does not block the event loop.
   *
   * @throws EngineFailure where the module is at fault, such as one that throws while it loads.
   */
  componentize(input: EngineInput): Promise<Uint8Array>;
}

export interface EngineBundling {
  /** Files of ours that stand for `hproc/…` in place of the usual ones: as `HprocModules.files` has them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Code behind files of ours, by their path below the folder of `HprocModules`. */
  readonly appended?: Readonly<Record<string, string>>;
  /** Files of ours whose exports are globals: those that the program names, and no others, go into the bundle. */
  readonly globals?: readonly string[];
  /** A file of ours that stands for the host's interface in the author's files. */
  readonly host?: string;
  /** What files of ours may import that the engine provides. */
  readonly imports?: readonly string[];
  /** Syntax that becomes older syntax, by esbuild's names for it. */
  readonly lowered?: readonly string[];
  /** Takes the bundle; what it returns has the same lines. */
  readonly finish?: (source: string) => string;
  readonly missing: readonly MissingGlobal[];
}

/** A global that exists elsewhere and that the engine lacks, or that does nothing good there. */
export interface MissingGlobal {
  /** `Intl`, or a member of one: `crypto.subtle`. */
  readonly name: string;
  /** What to do instead. */
  readonly help: string;
}

export interface EngineInput {
  /** One ES module; it imports only what the world imports, and exports what the world exports. */
  readonly source: string;
  /** The text of the package that declares the world. */
  readonly wit: string;
  readonly world: string;
  /** Ends the work early, so that a newer build need not wait for one that nobody wants any more. */
  readonly signal?: AbortSignal;
}

/** A place in `EngineInput.source`; lines and columns count from 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** Why a module cannot become a component, in words for its author. */
export class EngineFailure extends Error {
  override readonly name = "EngineFailure";
  readonly position: SourcePosition | undefined;
  readonly help: string | undefined;
  /** Everything the engine printed, for a bug report. */
  readonly log: string;

  constructor(message: string, details: { position?: SourcePosition | undefined; help?: string | undefined; log: string }) {
    super(message);
    this.position = details.position;
    this.help = details.help;
    this.log = details.log;
  }
}
