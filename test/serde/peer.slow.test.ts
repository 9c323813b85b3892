import { runPeer } from "./run-peer.js";

runPeer("component");
