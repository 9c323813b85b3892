import { peer } from "./generated/peer.js";

export default peer.process({
  add({ state }, amount) {
    state.total += amount;
    return state.total;
  },
});
