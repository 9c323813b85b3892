import { runPeer } from "./run-peer.js";

runPeer("direct");
