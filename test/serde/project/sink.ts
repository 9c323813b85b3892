import { sink } from "./generated/sink.js";

export default sink.process({
  nothing() {},
  large: (_, value) => value,
  several: (_, ...entry) => entry,
  pair: (_, value) => value,
  maybe: (_, value) => value,
  attempt: (_, value) => (value === 0n ? { tag: "err", val: { tag: "Busy" } } : { tag: "ok", val: undefined }),
  everything: (_, value) => value,

  relayNothing: ({ call }) => call.rust.nothing().orThrow(),
  relayLarge: ({ call }, value) => call.rust.large(value).orThrow(),
  relaySeveral: ({ call }, ...entry) => call.rust.several(...entry).orThrow(),
  relayPair: ({ call }, value) => call.rust.pair(value).orThrow(),
  relayMaybe: ({ call }, value) => call.rust.maybe(value).orThrow(),
  relayAttempt: ({ call }, value) => call.rust.attempt(value).orThrow(),
  relayEverything: ({ call }, value) => call.rust.everything(value).orThrow(),
});
