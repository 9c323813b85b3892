import { waiting } from "./generated/waiting.js";

export default waiting.process({
  async add({ state, sleep }, number) {
    await sleep(number % 3);
    state.numbers.push(number);
    await sleep(number % 2);
    return number;
  },
  numbers({ state }) {
    return state.numbers;
  },
});
