import { runPeer } from "../serde/run-peer.js";

runPeer("wasmtime");
