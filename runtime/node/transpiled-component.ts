/** Instantiates a component that jco has transpiled, with the host functions that Hyperdrive links. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import type { Standard } from "../contract/standard.js";
import { createWasi } from "./wasi.js";
import type { WasiImports } from "./wasi.js";
import type { ProcessCode } from "./worker-protocol.js";

/** The part of the global that is used here; its types come with those of the DOM only. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<CoreModule>;
  instantiate(module: CoreModule, imports: object): Promise<CoreInstance>;
  readonly Memory: new () => LinearMemory;
};
type CoreModule = object;
interface CoreInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
interface LinearMemory {
  readonly buffer: ArrayBuffer;
}

type Instantiate = (
  getCoreModule: (name: string) => Promise<CoreModule>,
  imports: WasiImports,
  instantiateCore: (module: CoreModule, imports: object) => Promise<CoreInstance>,
) => Promise<{ readonly init?: (our: string) => unknown }>;

export interface ComponentInstance {
  readonly init: (our: string) => unknown;
  /** What its memories have grown to, in bytes. */
  linearMemoryBytes(): number;
}

/** Throws if the component imports anything else, or exports no `init`. */
export async function instantiateComponent(
  code: Extract<ProcessCode, { kind: "component" }>,
  host: Standard,
  writeStderr: (bytes: Uint8Array) => void,
): Promise<ComponentInstance> {
  enableExtendedConstants();
  const { instantiate }: { instantiate: Instantiate } = await import(pathToFileURL(join(code.folder, code.entry)).href);
  const imports = { ...createWasi(writeStderr), "hyperware:process/standard": bindFunctions(host) };
  const compile = async (name: string) => WebAssembly.compile(await readFile(join(code.folder, name)));
  const memories = new Set<LinearMemory>();
  const { init } = await instantiate(compile, imports, async (module, coreImports) => {
    const instance = await WebAssembly.instantiate(module, coreImports);
    for (const exported of Object.values(instance.exports)) {
      if (exported instanceof WebAssembly.Memory) memories.add(exported);
    }
    return instance;
  });
  if (!init) throw new Error("the component exports no init");
  return {
    init,
    linearMemoryBytes: () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  };
}

/** Components made by QuickJS use them, and Node 20 has them behind a flag. Must be set before anything is compiled. */
function enableExtendedConstants(): void {
  if (Number.parseInt(process.versions.node) < 22) setFlagsFromString("--experimental-wasm-extended-const");
}

/** The glue calls the functions without their object. */
function bindFunctions(host: Standard): Readonly<Record<string, unknown>> {
  return {
    our: host.our.bind(host),
    printToTerminal: host.printToTerminal.bind(host),
    getOnExit: host.getOnExit.bind(host),
    setOnExit: host.setOnExit.bind(host),
    getState: host.getState.bind(host),
    setState: host.setState.bind(host),
    clearState: host.clearState.bind(host),
    spawn: host.spawn.bind(host),
    saveCapabilities: host.saveCapabilities.bind(host),
    dropCapabilities: host.dropCapabilities.bind(host),
    ourCapabilities: host.ourCapabilities.bind(host),
    receive: host.receive.bind(host),
    hasBlob: host.hasBlob.bind(host),
    getBlob: host.getBlob.bind(host),
    lastBlob: host.lastBlob.bind(host),
    sendRequest: host.sendRequest.bind(host),
    sendRequests: host.sendRequests.bind(host),
    sendResponse: host.sendResponse.bind(host),
    sendAndAwaitResponse: host.sendAndAwaitResponse.bind(host),
  } satisfies { [Name in keyof Standard]: unknown };
}
