import { peer } from "./generated/peer.js";

export default peer.process({
  async reverse({ sleep }, text, delayMs) {
    if (delayMs > 0) await sleep(delayMs);
    return [...text].reverse().join("");
  },

  listFiles() {
    return "listed";
  },

  hang() {
    return new Promise(() => {});
  },

  otherReads({ path }) {
    return { status: 200, headers: {}, body: path };
  },

  refuseAll() {
    throw new Error("never");
  },
});
