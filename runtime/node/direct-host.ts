/** The host of the process that runs in this worker, for code that is loaded directly. */

import type { Standard } from "../contract/standard.js";

let connected: Standard | undefined;

/** Call once, before the process's own code is loaded. */
export function connectHost(host: Standard): void {
  connected = host;
}

export function connectedHost(): Standard {
  if (!connected) throw new Error("the functions of hyperware:process/standard work inside a process only");
  return connected;
}
