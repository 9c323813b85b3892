import { work } from "./generated/work.js";

export default work.process({
  add({ state }, amount) {
    state.total += amount;
    return state.total;
  },
  async relay({ call }, amount) {
    return await call.peer.add(amount).orThrow();
  },
  echo(_context, entries) {
    return entries;
  },
  async awaits(_context, count) {
    for (let done = 0; done < count; done++) await null;
    return count;
  },
});
