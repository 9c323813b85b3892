/** What a local node is made of, and what can be done with it. */

import type { Address, NodeId, ProcessId } from "../contract/address.js";
import type { Chance } from "./chance.js";
import type { Clock } from "./clock.js";
import type { Kernel, KernelOptions } from "./kernel.js";
import type { Printout } from "./kernel-message.js";
import type { Network } from "./network.js";
import type { ProcessStatus } from "./process.js";
import type { Installation } from "./processes.js";
import type { RecentLine, RecentLinesQuery } from "./recent-lines.js";
import type { HttpAnswer, HttpRequest } from "./services/http-server/exchange.js";
import type { TerminalAnswer } from "./terminal.js";
import type { HostWarning } from "./tick-watch.js";

export interface NodeOptions {
  readonly name: NodeId;
  /** Folder that keeps saved states and caches between runs; made if it is missing. One node at a time. */
  readonly home: string;
  /** The first free one from 8080 when undefined; any free one when 0. */
  readonly port?: number;
  /** Default 127.0.0.1: nobody else on the network reaches a node on which any password works. */
  readonly host?: string;
  /** Further names by which pages and programs may reach it, such as that of a tunnel. Others are refused: see `visitors.ts`. */
  readonly allowedHosts?: readonly string[];
  /** Called with each line up to `verbosity`. */
  readonly print: (line: string, printout: Printout) => void;
  /** 0 (default) what everybody should see, 1 debug, 2 runtime detail, 3 every event. */
  readonly verbosity?: number;
  /** Answers that miss their request. Printed at verbosity 1 when undefined. */
  readonly onWarning?: (process: ProcessId, warning: HostWarning) => void;
  /** Of all messages, as the kernel tells them. */
  readonly trace?: KernelOptions["trace"];
  /** Default false. True: processes need no right to message each other; what they would need on Hyperdrive is printed. */
  readonly isLenient?: boolean;
  /** Default true: paths bound with `local_only` answer to this machine. Hyperdrive needs `--expose-local` for it. */
  readonly exposeLocal?: boolean;
  /** How long a process may take for an HTTP request. Default 15, as on a node that is not simulated. */
  readonly httpTimeoutSeconds?: number;
  /** Answers requests for paths that nobody has bound. They get 404 where it gives nothing, as on Hyperdrive. */
  readonly unrouted?: (request: HttpRequest) => HttpAnswer | undefined;
  /**
   * Default true: a saved state, and what is written to a database of `kv`, is on the disk, not only safe from the end of
   * this program. Costs 0.25 ms and more.
   */
  readonly syncState?: boolean;
  readonly clock?: Clock;
  /** The nodes of this program that it reaches, and is reached by, from its start to its end. Default none. */
  readonly network?: Network;
  /** Messages come as unordered as Hyperdrive allows, by this chance. Default: in order, and at once. */
  readonly chaos?: Chance | undefined;
}

export interface LocalNode {
  /** Where the paths of processes lie, such as `http://localhost:8080`. */
  readonly url: string;
  /**
   * Starts the processes of a package, each in place of one with the same id. Resolves when all of them receive for the
   * first time; rejects with `ProcessStartError` if one ends before, with `ComponentError` or `ManifestError` if one
   * cannot be started at all.
   */
  install(installations: readonly Installation[]): Promise<void>;
  /**
   * `install` for the start of the node: beside these processes, those of the packages that the app-store has installed
   * start too. What is wrong with one of them is printed, and nothing else.
   */
  boot(installations: readonly Installation[]): Promise<void>;
  /**
   * Puts newer code into the place of a process that runs, with its state; as `install` where none runs. Rejects with
   * `ProcessStartError` if the newer one ends before it receives, for instance since it cannot read the state, with
   * `ComponentError` or `ManifestError` if it cannot be started at all: the old one serves on then. Waits for a `restart`
   * that has begun; on a node that could not be restarted it is for the next one.
   */
  replace(installation: Installation): Promise<void>;
  /** Makes the next `replace` faster, at the cost of a thread that waits for it with these modules, given by their URLs. */
  expectReplacement(preload: readonly string[]): void;
  /** Ends a process and forgets its paths. What it has saved stays. */
  remove(id: ProcessId): Promise<void>;
  /** What the memory of a process's component has grown to, in bytes; 0 for one that has none. Looked at now and then. */
  linearMemoryBytes(id: ProcessId): number;
  /** Ends everything. Safe to call twice. */
  stop(): Promise<void>;
  /**
   * Stops the node and starts it again at the same port, with the processes that it had. Other nodes cannot reach it
   * meanwhile. Waits for a `replace` that has begun. Rejects as `boot`, the node running then, and with what keeps it from
   * starting.
   */
  restart(): Promise<void>;
  /** All processes that were installed and not removed, also those that have ended. */
  processes(): readonly ProcessStatus[];
  /** Ends a process without its on-exit, also one that waits for its next start. Its paths stay, and answer 408. */
  kill(id: ProcessId): Promise<void>;
  /** Starts one of `processes()` anew, whether it runs or not. Rejects as `install`. */
  restartProcess(id: ProcessId): Promise<void>;
  /** Sends a request from the node's terminal and waits for the answer for so many whole seconds. */
  ask(target: Address, body: Uint8Array, seconds: number): Promise<TerminalAnswer>;
  /** What `print` gets from now on: lines up to this verbosity. */
  verbosity: number;
  /** The last lines that were printed, of every verbosity. */
  recentLines(query: RecentLinesQuery): readonly RecentLine[];
  /** For modules and messages of tests. The node has another one after `restart`. */
  readonly kernel: Kernel;
}
