/** The host's interface as a module: the component's import, or what the node's worker puts in its place. */
declare module "hyperware:process/standard@1.0.0" {
  type Standard = import("../contract/standard.js").Standard;
  export const our: Standard["our"];
  export const printToTerminal: Standard["printToTerminal"];
  export const getOnExit: Standard["getOnExit"];
  export const setOnExit: Standard["setOnExit"];
  export const getState: Standard["getState"];
  export const setState: Standard["setState"];
  export const clearState: Standard["clearState"];
  export const spawn: Standard["spawn"];
  export const saveCapabilities: Standard["saveCapabilities"];
  export const dropCapabilities: Standard["dropCapabilities"];
  export const ourCapabilities: Standard["ourCapabilities"];
  export const receive: Standard["receive"];
  export const hasBlob: Standard["hasBlob"];
  export const getBlob: Standard["getBlob"];
  export const lastBlob: Standard["lastBlob"];
  export const sendRequest: Standard["sendRequest"];
  export const sendRequests: Standard["sendRequests"];
  export const sendResponse: Standard["sendResponse"];
  export const sendAndAwaitResponse: Standard["sendAndAwaitResponse"];
}
