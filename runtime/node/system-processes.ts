/** The processes that are part of every node. */

import type { ProcessId } from "../contract/address.js";

export const kernelProcess = distroProcess("kernel");
export const netProcess = distroProcess("net");
export const stateProcess = distroProcess("state");
export const vfsProcess = distroProcess("vfs");
export const kvProcess = distroProcess("kv");
export const sqliteProcess = distroProcess("sqlite");
export const timerProcess = distroProcess("timer");
export const httpServerProcess = distroProcess("http-server");
export const httpClientProcess = distroProcess("http-client");

function distroProcess(processName: string): ProcessId {
  return { processName, packageName: "distro", publisherNode: "sys" };
}
/** Ordinary processes of Hyperdrive's own packages, which this node has stand-ins for. */
export const homepageProcess: ProcessId = { processName: "homepage", packageName: "homepage", publisherNode: "sys" };
export const appStoreProcess: ProcessId = { processName: "main", packageName: "app-store", publisherNode: "sys" };
export const terminalProcess: ProcessId = { processName: "terminal", packageName: "terminal", publisherNode: "sys" };
