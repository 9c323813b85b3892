/** What stands for `hyperware:process/standard@1.0.0` where an author's file imports it: its functions, by their names. */

import { standard } from "./standard.js";

export const {
  our,
  printToTerminal,
  getOnExit,
  setOnExit,
  getState,
  setState,
  clearState,
  spawn,
  saveCapabilities,
  dropCapabilities,
  ourCapabilities,
  receive,
  hasBlob,
  getBlob,
  lastBlob,
  sendRequest,
  sendRequests,
  sendResponse,
  sendAndAwaitResponse,
} = standard;
