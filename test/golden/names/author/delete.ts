import { delete_, err, type Map_ } from "./generated/delete.js";

const map: Map_ = {
  constructor: "c",
  toString: "s",
  hasOwnProperty: true,
  default: 1,
  type: { ok: true, err: "" },
  list: [{ value: 1n, problems: "", object: "", tagged: "", record: "", import: "" }],
  stream: new Map([["a", { expected: "", decode: "", encode: "" }]]),
  map: [{ then: "" }, { string: "", u64: 1n, data2: 1, a1b2: 2 }],
};

export default delete_.process({
  delete: async ({ state }, id) => ({ ...map, class: id + state.default }),
  import: () => err({ tag: "Ok", val: "Constructor" }),
  default: () => [],
  class: () => {},
  toString: (_, type) => type,
  async hasOwnProperty({ call }) {
    const answer = await call.default.default("x", 1, { node: "other.os" });
    const record = await call.constructor.list([], 1, 2).orThrow();
    return answer.tag === "ok" && record.data2 > 0;
  },
});
