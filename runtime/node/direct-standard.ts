/** `hyperware:process/standard` as a module, for a process that runs without a component: the same functions, the same host. */

import type { Standard } from "../contract/standard.js";
import { connectedHost } from "./direct-host.js";

export const our: Standard["our"] = () => connectedHost().our();
export const printToTerminal: Standard["printToTerminal"] = (verbosity, message) =>
  connectedHost().printToTerminal(verbosity, message);
export const getOnExit: Standard["getOnExit"] = () => connectedHost().getOnExit();
export const setOnExit: Standard["setOnExit"] = (onExit) => connectedHost().setOnExit(onExit);
export const getState: Standard["getState"] = () => connectedHost().getState();
export const setState: Standard["setState"] = (bytes) => connectedHost().setState(bytes);
export const clearState: Standard["clearState"] = () => connectedHost().clearState();
export const spawn: Standard["spawn"] = (...spawnArguments) => connectedHost().spawn(...spawnArguments);
export const saveCapabilities: Standard["saveCapabilities"] = (capabilities) =>
  connectedHost().saveCapabilities(capabilities);
export const dropCapabilities: Standard["dropCapabilities"] = (capabilities) =>
  connectedHost().dropCapabilities(capabilities);
export const ourCapabilities: Standard["ourCapabilities"] = () => connectedHost().ourCapabilities();
export const receive: Standard["receive"] = () => connectedHost().receive();
export const hasBlob: Standard["hasBlob"] = () => connectedHost().hasBlob();
export const getBlob: Standard["getBlob"] = () => connectedHost().getBlob();
export const lastBlob: Standard["lastBlob"] = () => connectedHost().lastBlob();
export const sendRequest: Standard["sendRequest"] = (target, request, context, blob) =>
  connectedHost().sendRequest(target, request, context, blob);
export const sendRequests: Standard["sendRequests"] = (requests) => connectedHost().sendRequests(requests);
export const sendResponse: Standard["sendResponse"] = (response, blob) => connectedHost().sendResponse(response, blob);
export const sendAndAwaitResponse: Standard["sendAndAwaitResponse"] = (target, request, blob) =>
  connectedHost().sendAndAwaitResponse(target, request, blob);
