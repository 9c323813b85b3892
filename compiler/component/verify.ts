/** Whether Hyperdrive can start a component: what it imports is linked there, and it exports `init` alone. */

import { readSurface, type ComponentSurface, type ExternName } from "./component-binary.js";

/**
 * Returns one sentence for each thing that stands in the way; none when the component will start.
 *
 * Hyperdrive itself says it late and quietly: an unknown import ends the start with a line on the node's terminal, after
 * the package was installed, and nothing restarts the process.
 */
export function verifyComponent(component: Uint8Array): readonly string[] {
  const surface = tryToRead(component);
  if (typeof surface === "string") return [surface];
  const { imports, exports } = surface;
  return [
    ...imports.filter((item) => !isLinked(item)).map(({ name }) => `it imports \`${name}\`, which Hyperdrive does not offer`),
    ...exports.filter((item) => !isInit(item)).map(({ name }) => `it exports \`${name}\`; a process exports \`init\` alone`),
    ...(exports.some(isInit) ? [] : ["it does not export the function `init`"]),
  ];
}

function tryToRead(component: Uint8Array): ComponentSurface | string {
  try {
    return readSurface(component);
  } catch (error) {
    return `its binary form is damaged or unknown: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Any 0.2.x will do: wasmtime links an import to its own 0.2.3, be the wanted patch older or newer. */
const wasiName = /^(wasi:[a-z-]+\/[a-z-]+)@0\.2\.\d+$/;

function isLinked({ name, sort }: ExternName): boolean {
  if (sort !== "instance") return false;
  return name === "hyperware:process/standard@1.0.0" || wasiInterfaces.has(wasiName.exec(name)?.[1] ?? "");
}

function isInit({ name, sort }: ExternName): boolean {
  return name === "init" && sort === "function";
}

/** What wasmtime-wasi 33 links for WASI 0.2 by default; `wasi:http` is a crate of its own that Hyperdrive leaves out. */
const wasiInterfaces: ReadonlySet<string> = new Set([
  "wasi:io/error",
  "wasi:io/poll",
  "wasi:io/streams",
  "wasi:clocks/wall-clock",
  "wasi:clocks/monotonic-clock",
  "wasi:random/random",
  "wasi:random/insecure",
  "wasi:random/insecure-seed",
  "wasi:filesystem/types",
  "wasi:filesystem/preopens",
  "wasi:cli/exit",
  "wasi:cli/environment",
  "wasi:cli/stdin",
  "wasi:cli/stdout",
  "wasi:cli/stderr",
  "wasi:cli/terminal-input",
  "wasi:cli/terminal-output",
  "wasi:cli/terminal-stdin",
  "wasi:cli/terminal-stdout",
  "wasi:cli/terminal-stderr",
  "wasi:sockets/network",
  "wasi:sockets/instance-network",
  "wasi:sockets/ip-name-lookup",
  "wasi:sockets/tcp",
  "wasi:sockets/tcp-create-socket",
  "wasi:sockets/udp",
  "wasi:sockets/udp-create-socket",
]);
