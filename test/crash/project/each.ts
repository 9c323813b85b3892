import { each } from "./generated/each.js";

export default each.process({
  add({ state }, number) {
    state.numbers.push(number);
    return number;
  },
  numbers({ state }) {
    return state.numbers;
  },
});
