import type { JsonValue } from "hproc/contract";
import { err, ok, subject, type Item } from "./generated/subject.js";

// Shared between requests on purpose: a continuation that another request's message resumes.
let waiting: ((word: string) => void)[] = [];

export default subject.process({
  async init({ state, sleep }) {
    await sleep(5);
    state.greeting = `started ${state.greeting === "" ? "afresh" : "again"}`;
  },

  count({ state }) {
    state.ticks += 1;
  },

  live: {
    open({ channel, sockets }) {
      channel.send({ tag: "Welcome", val: sockets.live.channels.size });
    },
    async message({ channel, sleep, state }, event) {
      switch (event.tag) {
        case "Say":
          state.hits += 1;
          return channel.send({ tag: "Said", val: event.val });
        case "Double":
          return channel.send({ tag: "Doubled", val: event.val * 2n });
        case "Nap":
          await sleep(event.val);
          return channel.send({ tag: "Rested", val: event.val });
        case "Fail":
          throw new Error("a secret detail");
        case "Leave":
          return channel.close();
      }
    },
    close({ state }) {
      state.left += 1;
    },
  },

  raw: {
    message({ channel }, frame) {
      if (frame.kind === "text" && frame.text === "ping") channel.ping(new Uint8Array([3, 4]));
      else channel.send(frame.kind === "text" ? `text ${frame.text}` : frame.bytes.slice().reverse());
    },
    pong({ channel }, bytes) {
      channel.send(bytes);
    },
  },

  feed: {
    async open({ channel, sleep }) {
      await sleep(5);
      channel.send(`here for ${channel.url.split("/").at(-1)}`);
    },
    async message({ channel, sleep, state }, count) {
      if (count === 0) return channel.close();
      if (count === 99) return channel.ping();
      await sleep(count % 7);
      state.fed = (state.fed + count) % 1_000_000;
      channel.send(`${count} of ${state.fed}`);
    },
    pong({ channel }, bytes) {
      channel.send(`pong ${bytes.length}`);
    },
    close({ state }) {
      state.unfed += 1;
    },
  },

  async connectFeed({ clients }, url) {
    const outcome = await clients.feed.connect(url, { headers: { "X-Token": "t" } });
    return outcome.tag === "failed" ? outcome.message : outcome.tag;
  },

  readFeed({ clients, state }) {
    return [state.fed, state.unfed, clients.feed.channels.size];
  },

  tell({ sockets }, word) {
    sockets.live.broadcast({ tag: "Said", val: word });
    return sockets.live.channels.size;
  },

  ticks({ state }) {
    return state.ticks;
  },

  left({ state }) {
    return state.left;
  },

  whoAmI(_, user, lang, tone) {
    return `${user} ${lang ?? "none"} ${tone}`;
  },

  search(_, tags, ids, modes, words) {
    return { tags, ids: [...ids], modes: modes ?? null, words };
  },

  readCode(_, code) {
    return code;
  },

  login(_, { user }) {
    return `welcome ${user}`;
  },

  readKey({ log }, key, ttl) {
    log.error("read");
    return `${key.length} ${ttl}`;
  },

  look({ state }) {
    return state.look;
  },

  putLook({ state }, look) {
    return (state.look = look);
  },

  listItems({ state }, mode, limit) {
    const items = [...state.items.values()];
    return (mode === "Newest" ? items.reverse() : items).slice(0, limit);
  },

  newestItem({ state }) {
    return [...state.items.values()].at(-1);
  },

  getItem({ state }, id) {
    const item = state.items.get(id);
    return item ? ok(item) : err({ tag: "Missing", val: id });
  },

  addItem({ state, response }, label, tags) {
    const item: Item = { id: state.nextId++, label, tags };
    state.items.set(item.id, item);
    if (response) {
      response.status = 201;
      response.headers.set("x-item", String(item.id));
    }
    return item;
  },

  putItem({ state }, id, item) {
    if (!state.items.has(id)) return err({ tag: "Missing", val: id });
    state.items.set(id, item);
    return ok();
  },

  removeItem({ state }, id) {
    return state.items.delete(id) ? ok() : err({ tag: "Missing", val: id });
  },

  refuse(_, reason) {
    return reason === "" ? err({ tag: "Busy" }) : err({ tag: "Refused", val: reason });
  },

  echo(_, value) {
    return value;
  },

  greeting({ state }) {
    return state.greeting;
  },

  async request(context) {
    await context.sleep(1);
    const { method, path, url, query, headers } = context;
    return [["method", method], ["path", path], ["url", url], ["q", query.get("q") ?? ""], ["x-test", headers.get("x-test") ?? ""]];
  },

  page() {
    return { status: 203, headers: { "Content-Type": "text/html", "X-Page": "1" }, body: "<p>é</p>" };
  },

  upload({ body }) {
    return { status: 200, headers: {}, body: body.slice().reverse() };
  },

  countBytes({ body }) {
    return body;
  },

  async nap({ sleep, state }, ms) {
    state.hits += 1;
    await sleep(ms);
    return ms;
  },

  waitForRelease() {
    return new Promise<string>((resolve) => waiting.push(resolve));
  },

  release(_, word) {
    const released = waiting;
    waiting = [];
    for (const resolve of released) resolve(word);
    return released.length;
  },

  async relay({ call }, text) {
    const outcome = await call.peer.reverse(text, 0);
    return outcome.tag === "ok" ? ok(outcome.val) : err(outcome.tag);
  },

  async relayBoth({ call }, first, second) {
    return Promise.all([call.peer.reverse(first, 20).orThrow(), call.peer.reverse(second, 0).orThrow()]);
  },

  async callAbsent({ call }) {
    return (await call.absent.anything({ timeoutMs: 1000 })).tag;
  },

  async callRefused({ call }) {
    const outcome = await call.peer.refuseAll();
    return outcome.tag === "rejected" ? `rejected ${outcome.code}` : outcome.tag;
  },

  fail() {
    throw new Error("a secret detail");
  },

  async failLater({ sleep }) {
    await sleep(1);
    throw new TypeError("another secret detail");
  },

  wrongResult() {
    return 256;
  },

  secret() {
    return "only for the owner";
  },

  async askLiar({ call }, kind) {
    const options = { timeoutMs: 1000 };
    const outcome = kind === "SendError" ? await call.liar.anything(options) : await call.liar.number(kind, options);
    return outcome.tag === "rejected" ? `rejected ${outcome.code}` : outcome.tag;
  },

  unwritable(_, kind) {
    const cyclic: JsonValue[] = [];
    cyclic.push(cyclic);
    return kind === "cyclic" ? cyclic : ["\ud800"];
  },

  putEntry(_, entry) {
    return entry;
  },

  putPair(_, left, right) {
    return [left, right];
  },

  digest(_, data) {
    return [data.length, data.reduce((sum, byte) => sum + byte, 0)];
  },

  setHeader({ response }, value) {
    response?.headers.set("x-value", value);
  },

  logThenRead({ log, body }) {
    for (const level of ["error", "warn", "info", "debug"] as const) log[level]("before the body is read", { level });
    return { status: 200, headers: {}, body: String(body.length) };
  },

  async countSlowly({ state, sleep }) {
    const { hits } = state;
    await sleep(100);
    return (state.hits = hits + 1);
  },

  order(_, size) {
    return size;
  },

  async waitWithWord(_, word) {
    await new Promise<string>((resolve) => waiting.push(resolve));
    return word;
  },

  tick(_, ms) {
    let count = 0;
    const interval = setInterval(() => count++, 10);
    return new Promise((resolve) => {
      setTimeout(() => {
        clearInterval(interval);
        resolve(count);
      }, ms);
    });
  },

  async nest({ sleep }) {
    const work = async (depth: number): Promise<number[]> => {
      await sleep(depth);
      return depth === 3 ? [depth] : [depth, ...(await work(depth + 1))];
    };
    return (await Promise.all([work(1), work(2), work(3)])).flat();
  },

  async whoAsks({ source, sleep }) {
    await sleep(1);
    return source;
  },

  onlyLocal(_, count) {
    return count + 1;
  },

  hits({ state }) {
    return state.hits;
  },
});
