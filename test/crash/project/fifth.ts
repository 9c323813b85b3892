import { fifth } from "./generated/fifth.js";

export default fifth.process({
  add({ state }, number) {
    state.numbers.push(number);
    return number;
  },
  numbers({ state }) {
    return state.numbers;
  },
});
