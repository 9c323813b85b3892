import { keeper } from "./generated/keeper.js";

export default keeper.process({
  look() {},
  ring({ state }, times) {
    const empty: object = state;
    if (times === 0) throw new Error(Object.keys(empty).join());
  },
});
