/**
 * The WASI that Hyperdrive links, as imports for a component that jco has transpiled: clocks and random numbers are
 * real, stdout is discarded, stderr is kept, and there are no arguments, variables, files or connections (hyperdrive
 * `src/kernel/process.rs`, `make_table_and_wasi`). `wasi:http` is missing there too, so a component that imports it
 * cannot be instantiated.
 */

import { webcrypto } from "node:crypto";
import { HostError, Trap } from "./trap.js";
import { InputStream, IoError, OutputStream, Pollable } from "./wasi-io.js";

export type WasiImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function createWasi(writeStderr: (bytes: Uint8Array) => void): WasiImports {
  const stdin = new InputStream();
  const stdout = new OutputStream(() => {});
  // One stream for all calls of `get-stderr`, so that they share what is left of the ring.
  const stderr = new OutputStream(writeStderr);
  return {
    "wasi:io/error": { Error: IoError },
    "wasi:io/poll": { Pollable, poll: Pollable.poll },
    "wasi:io/streams": { InputStream, OutputStream },
    "wasi:clocks/monotonic-clock": {
      now: () => process.hrtime.bigint(),
      resolution: () => 1n,
      subscribeInstant: (whenNs: bigint) => new Pollable(whenNs),
      subscribeDuration: (durationNs: bigint) => new Pollable(process.hrtime.bigint() + durationNs),
    },
    "wasi:clocks/wall-clock": { now: wallClockNow, resolution: () => ({ seconds: 0n, nanoseconds: 1_000_000 }) },
    "wasi:random/random": { getRandomBytes, getRandomU64 },
    "wasi:random/insecure": { getInsecureRandomBytes: getRandomBytes, getInsecureRandomU64: getRandomU64 },
    "wasi:random/insecure-seed": { insecureSeed: () => [getRandomU64(), getRandomU64()] },
    "wasi:cli/environment": { getEnvironment: () => [], getArguments: () => [], initialCwd: () => undefined },
    "wasi:cli/exit": { exit },
    "wasi:cli/stdin": { getStdin: () => stdin },
    "wasi:cli/stdout": { getStdout: () => stdout },
    "wasi:cli/stderr": { getStderr: () => stderr },
    "wasi:cli/terminal-input": { TerminalInput: class {} },
    "wasi:cli/terminal-output": { TerminalOutput: class {} },
    "wasi:cli/terminal-stdin": { getTerminalStdin: () => undefined },
    "wasi:cli/terminal-stdout": { getTerminalStdout: () => undefined },
    "wasi:cli/terminal-stderr": { getTerminalStderr: () => undefined },
    "wasi:filesystem/preopens": { getDirectories: () => [] },
    "wasi:filesystem/types": {
      Descriptor: class {},
      DirectoryEntryStream: class {},
      filesystemErrorCode: () => undefined,
    },
    "wasi:sockets/network": { Network: class {} },
    "wasi:sockets/instance-network": { instanceNetwork: () => ({}) },
    "wasi:sockets/ip-name-lookup": { ResolveAddressStream: class {}, resolveAddresses: refuse },
    "wasi:sockets/tcp": { TcpSocket: class {} },
    "wasi:sockets/tcp-create-socket": { createTcpSocket: refuse },
    "wasi:sockets/udp": { UdpSocket: class {}, IncomingDatagramStream: class {}, OutgoingDatagramStream: class {} },
    "wasi:sockets/udp-create-socket": { createUdpSocket: refuse },
  };
}

function wallClockNow(): { seconds: bigint; nanoseconds: number } {
  const nowMs = Date.now();
  return { seconds: BigInt(Math.floor(nowMs / 1000)), nanoseconds: (nowMs % 1000) * 1_000_000 };
}

/** `getRandomValues` fills at most this many bytes a call. */
const randomBatchBytes = 65536;

function getRandomBytes(length: bigint): Uint8Array {
  const bytes = new Uint8Array(Number(length));
  for (let from = 0; from < bytes.length; from += randomBatchBytes) {
    webcrypto.getRandomValues(bytes.subarray(from, from + randomBatchBytes));
  }
  return bytes;
}

function getRandomU64(): bigint {
  return webcrypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n;
}

/** An error to the kernel even with a success status. */
function exit(status: { readonly tag: "ok" | "err" }): never {
  throw new Trap(`the process called exit with ${status.tag === "ok" ? "success" : "failure"}`);
}

/** Hyperdrive lets sockets be created and refuses every address; here they are refused a step earlier. */
function refuse(): never {
  throw new HostError("processes have no network", "access-denied");
}
