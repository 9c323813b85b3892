/** `hproc/node`: a local node that treats processes as Hyperdrive does. */

export { createNode } from "./node.js";
export type { LocalNode, NodeOptions } from "./node.js";
export type { Installation } from "./processes.js";
export type { ManifestCapability, ManifestEntry, ManifestRequest } from "./manifest.js";
export { ManifestError } from "./manifest.js";
export { ComponentError } from "./component.js";
export { AddressError, PortInUseError } from "./gateway.js";
export { ProcessStartError } from "./process.js";
export { StateStoreError } from "./services/state-store.js";
export { Kernel } from "./kernel.js";
export type { KernelOptions, Outcome, ProcessOptions, ProcessPort, Transport } from "./kernel.js";
export type { ModuleOptions, ModulePort, RequestExtra, ResponseExtra } from "./module-port.js";
export type { KernelMessage, MailboxItem, Printout, SendFailure } from "./kernel-message.js";
export { isSendFailure } from "./kernel-message.js";
export { ProcessHost } from "./process-host.js";
export type { ProcessHostOptions } from "./process-host.js";
export type { CapabilityOracle, Channel, HostLink } from "./host-link.js";
export { Network } from "./network.js";
export type { Faults, NetworkOptions } from "./network.js";
export type { HostWarning } from "./tick-watch.js";
export { HostError, Trap } from "./trap.js";
export { systemClock } from "./clock.js";
export type { CancelTimer, Clock } from "./clock.js";
export { messagingCapability, networkCapability } from "./capabilities.js";
