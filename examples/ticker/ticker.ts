import { err, ok, ticker, type TickerClients } from "./generated/ticker.js";

/** Since the last check nothing has come, not even the answer to its ping. */
let isQuiet = false;

export default ticker.process({
  async init({ clients, state, log }) {
    const failure = state.url === undefined ? undefined : await connect(clients, state.url);
    if (failure !== undefined) log.warn(`no feed yet: ${failure}`);
  },

  async follow({ clients, state }, url) {
    for (const channel of clients.feed.channels.values()) channel.close();
    state.url = url;
    const failure = await connect(clients, url);
    return failure === undefined ? ok() : err(failure);
  },

  async check({ clients, state, log }) {
    const [channel] = clients.feed.channels.values();
    if (channel && isQuiet) {
      log.warn("the feed has fallen silent");
      channel.close();
    } else if (channel) {
      isQuiet = true;
      return channel.ping();
    }
    if (state.url !== undefined) await connect(clients, state.url);
  },

  feed: {
    open({ channel }) {
      isQuiet = false;
      channel.send({ tag: "Watch", val: ["TEA", "MILK"] });
    },
    message({ state }, { symbol, price }) {
      isQuiet = false;
      state.prices.set(symbol, price);
    },
    pong() {
      isQuiet = false;
    },
  },

  prices({ state }) {
    return state.prices;
  },
});

/** Why there is no connection, if so. */
async function connect(clients: TickerClients, url: string): Promise<string | undefined> {
  const outcome = await clients.feed.connect(url, { timeoutMs: 10_000 });
  if (outcome.tag === "ok") return undefined;
  return outcome.tag === "failed" ? outcome.message : "no answer in time";
}
