import { prepareInstallations } from "../support/run-project.js";
import { runPeer } from "./run-peer.js";

runPeer("Rust processes around a component", (project, leaveOut) => prepareInstallations(project, "component", leaveOut));
