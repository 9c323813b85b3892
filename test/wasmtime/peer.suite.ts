import { engineNames } from "../../compiler/model/engine.js";
import { runPeer } from "../serde/run-peer.js";

for (const engine of engineNames) runPeer(`wasmtime ${engine}`);
