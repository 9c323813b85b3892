/** The client of a compiled project, bundled as for a page. */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildResult } from "esbuild";
import type { ClientOptions, ClientSocket, HttpCall, SocketOptions } from "../../runtime/client/index.js";
import { root, type Project } from "./project.js";

/** Calls by name, without the types of the schema. */
export type AnyClient = Readonly<Record<string, (...values: unknown[]) => HttpCall<unknown>>>;
export type AnySocket = ClientSocket<unknown, unknown>;
export type OpenSocket = (options?: SocketOptions<unknown>) => AnySocket;

export interface LoadedClient {
  create(url?: string, options?: ClientOptions): AnyClient;
  /** A WebSocket of the client. */
  socket(client: AnyClient, name: string): OpenSocket;
}

/** `generated/<process>.client.ts`, with the client's runtime of these tests' build. */
export async function loadClient(project: Project, process: string): Promise<LoadedClient> {
  const outfile = join(project.folder, ".hproc/clients", `${process}.mjs`);
  await bundleClient({ entry: join(project.folder, "generated", `${process}.client.ts`), outfile });
  const exports = (await import(pathToFileURL(outfile).href)) as Readonly<Record<string, LoadedClient["create"]>>;
  const create = Object.values(exports)[0];
  if (!create) throw new Error(`the client of ${process} exports nothing`);
  // The names are those of the schema, which the caller knows.
  return { create, socket: (client, name) => client[name] as unknown as OpenSocket };
}

export interface ClientBundle {
  /** A file, or the text of a module beside it. */
  readonly entry: string;
  readonly outfile?: string;
  readonly minify?: boolean;
}

/** As a bundler of pages does it: nothing of Node can be found. */
export function bundleClient({ entry, outfile, minify = false }: ClientBundle): Promise<BuildResult<{ metafile: true }>> {
  const runtime = (name: string): string => join(root, "dist/runtime", name, "index.js");
  return build({
    entryPoints: [entry],
    ...(outfile === undefined ? { write: false } : { outfile }),
    bundle: true,
    minify,
    metafile: true,
    format: "esm",
    platform: "browser",
    logLevel: "silent",
    // Of a program, what is installed elsewhere.
    external: ["file:*"],
    // As `package.json` leads there.
    alias: { "hproc/client": runtime("client"), "hproc/contract": runtime("contract") },
  });
}
