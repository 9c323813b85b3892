import { prepareInstallations } from "../support/run-project.js";
import { runPeer } from "./run-peer.js";

runPeer("Rust processes around one without WebAssembly", (project, leaveOut) => prepareInstallations(project, "direct", leaveOut));
