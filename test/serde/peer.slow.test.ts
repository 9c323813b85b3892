import { engineNames } from "../../compiler/model/engine.js";
import { runPeer } from "./run-peer.js";

for (const engine of engineNames) runPeer(`component ${engine}`);
