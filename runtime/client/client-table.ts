/** The tables that the compiler prints for the client of a process: what varies from schema to schema. */

import type { Codec, HttpMethod, ParameterTable } from "../contract/index.js";

export interface ProcessClientTable {
  /** `todo:todo:template.os`. */
  readonly id: string;
  readonly handlers: readonly HttpCallTable[];
  readonly sockets: readonly ClientSocketTable[];
}

export interface HttpCallTable {
  /** The client's method: `createTask`. */
  readonly name: string;
  /** The name in the envelope: `CreateTask`. */
  readonly wireName: string;
  /** Used unless the options of a call name another one. */
  readonly method: HttpMethod;
  /**
   * `/api/tasks/{id}`. For a handler without a path, one below its endpoint that no other handler has. Undefined for a
   * catch-all: the caller's first argument is the path.
   */
  readonly path: string | undefined;
  /** Without a login the node answers with a page instead. */
  readonly authenticated: boolean;
  readonly parameters: readonly ParameterTable[];
  /** How the parameters in the body are written: as JSON that names the handler, or as the bytes of the only one. */
  readonly body: "none" | "envelope" | "bytes";
  /** Undefined when the handler writes its answer itself: the caller then gets the platform's `Response`. */
  readonly returns: Codec<unknown> | undefined;
  /** The result is a `result`, whose error may come with any status. */
  readonly isResult: boolean;
}

export interface ClientSocketTable {
  /** The client's method: `live`. */
  readonly name: string;
  readonly path: string;
  /** What the process receives; undefined for frames as they are. */
  readonly receives: Codec<unknown> | undefined;
  /** What the process sends; undefined for frames as they are. */
  readonly sends: Codec<unknown> | undefined;
}
