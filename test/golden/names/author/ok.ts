import { ok_ } from "./generated/ok.js";

export default ok_.process({
  default: (_, text, options) => `${text}${options}`,
  constructorOf: () => new Uint8Array(),
});
