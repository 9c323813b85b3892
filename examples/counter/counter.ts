import { counter } from "./generated/counter.js";

export default counter.process({
  total({ state }) {
    return state.total;
  },
  add({ state }, amount) {
    state.total += amount;
    return state.total;
  },
});
