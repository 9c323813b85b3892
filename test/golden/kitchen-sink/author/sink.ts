import { err, ok, sink, type Compounds, type Defaults, type Scalars } from "./generated/sink.js";

const scalars: Scalars = {
  flag: true,
  tiny: 1,
  small: 2,
  medium: 3,
  large: 4n,
  signedTiny: -1,
  signedSmall: -2,
  signedMedium: -3,
  signedLarge: -4n,
  whole: 5,
  single: 0.5,
  double: 1.5,
  letter: "x",
  text: "text",
  data: new Uint8Array([1, 2]),
  anything: { list: [1, "two", null, 3n] },
};

const compounds: Compounds = {
  names: [],
  matrix: [[1], []],
  maybes: ["a", undefined],
  pair: [1, "one"],
  pairs: [[1, undefined]],
  byNumber: new Map([[1n, scalars]]),
  byName: new Map([["a", [1]]]),
  byColor: new Map([["Red", true]]),
  byTitle: new Map(),
  unique: new Set(["a"]),
  outcome: err({ tag: "Many", val: ["a"] }),
  shape: { tag: "Polygon", val: [[0, 1]] },
  ratio: 0.5,
};

export default sink.process({
  async init({ state, call, log }) {
    state.last = scalars;
    state.seen.set("first", compounds);
    const poured = await call.drain.pour(1, undefined, { timeoutMs: 1000 });
    if (poured.tag === "ok" && poured.val.tag === "ok") log.info(String(poured.val.val));
  },
  getScalars({ state, path }, large, color, title) {
    state.count += large;
    return { ...scalars, text: `${path} ${color} ${title ?? ""}` };
  },
  putCompounds({ state, method }, title, value) {
    const old = state.seen.get(title);
    if (method === undefined && old === undefined) return err({ tag: "Busy" });
    state.seen.set(title, value);
    return ok(old);
  },
  several(_, first: Defaults, second, third) {
    return [{ ...first, count: third }, second];
  },
  page({ body }) {
    return { status: 200, headers: { "content-type": "text/plain" }, body: body.length === 0 ? "nothing" : body };
  },
  fallback: () => ({ status: 404 }),
  named: async (_, host) => host,
  async clear({ state, call }) {
    state.seen.clear();
    state.count = BigInt(Math.round(await call.drain.level().orThrow()));
  },
  tryAll({ state }, color, titles) {
    state.titles.push(...titles);
    return color === "Red" ? err() : ok();
  },
});
