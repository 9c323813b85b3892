/** The smallest project that can be built, with lines that tests may count on. */

export const schema = `package counter:template.os@0.1.0

process Counter {
  save every message
  state { total: u64 }
  endpoint http "/api" { authenticated false }

  http GET "/api/total"  total() -> u64
  http POST "/api/total" add(amount: u64) -> u64
}
`;

export const handlers = `import { counter } from "./generated/counter.js";

export default counter.process({
  total({ state }) {
    return state.total;
  },
  add({ state }, amount) {
    return (state.total += amount);
  },
});
`;

export const project: Readonly<Record<string, string>> = { "counter.hproc": schema, "counter.ts": handlers };
