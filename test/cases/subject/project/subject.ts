import type { JsonValue } from "hproc/contract";
import { err, ok, subject, type Item } from "./generated/subject.js";
import { awaitNested, make } from "./mistakes.js";

// Shared between requests on purpose: a continuation that another request's message resumes.
let waiting: ((word: string) => void)[] = [];

const describe = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : "");

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
  mistake(_, kind) {
    return make(kind);
  },
  awaitNested(_, levels) {
    return awaitNested(levels);
  },
  logHalf({ log }) {
    log.info("half of a pair: \ud83d");
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

  async workWithFiles({ vfs }) {
    await vfs.createDrive("data").orThrow();
    await vfs.removeFolder("data/notes", { recursive: true });
    const before = await vfs.write("data/notes/a.txt", "lost");
    await vfs.createFolder("data/notes/old/older").orThrow();
    await vfs.write("data/notes/a.txt", "one\n").orThrow();
    await vfs.append("data/notes/a.txt", "two, ä\n").orThrow();
    await vfs.append("data/notes/old/b.bin", new Uint8Array([255])).orThrow();
    await vfs.copy("data/notes/a.txt", "data/notes/c.txt").orThrow();
    await vfs.rename("data/notes/c.txt", "data/notes/old/older/d.txt").orThrow();
    const walked: string[] = [];
    for await (const { path, kind } of vfs.walk("data/notes")) walked.push(`${kind} ${path}`);
    const notText = await vfs.readText("data/notes/old/b.bin");
    const full = await vfs.removeFolder("data/notes/old");
    await vfs.removeFile("data/notes/old/b.bin").orThrow();
    return {
      before: before.tag === "failed" ? before.kind : before.tag,
      walked,
      text: await vfs.readText("data/notes/a.txt").orThrow(),
      bytes: [...(await vfs.read("data/notes/a.txt").orThrow())].slice(0, 4),
      stat: { ...(await vfs.stat("data/notes/a.txt").orThrow()) },
      hash: [...(await vfs.hash("data/notes/a.txt").orThrow())].slice(0, 3),
      exists: [await vfs.exists("data/notes/a.txt").orThrow(), await vfs.exists("data/notes/z.txt").orThrow()],
      notText: notText.tag === "failed" ? notText.kind : notText.tag,
      full: full.tag === "failed" ? full.kind : full.tag,
      foreign: await vfs.read("/other:test.os/data/a.txt").orThrow().then(() => "", describe),
      after: (await vfs.list("data/notes/old").orThrow()).map(({ name }) => name),
    };
  },
  async workWithKeys({ kv }) {
    await kv.remove("words").orThrow();
    const db = await kv.open("words").orThrow();
    await db.set("tea", "hot").orThrow();
    await db.set(new Uint8Array(0), new Uint8Array([0, 255])).orThrow();
    const inside: unknown[] = [];
    const sum = await db
      .transaction(async (tx) => {
        tx.set("milk", "cold");
        tx.delete("tea");
        inside.push((await tx.getText("milk").orThrow()) ?? null, (await tx.getText("tea").orThrow()) ?? null);
        inside.push((await db.getText("milk").orThrow()) ?? null, await db.getText("tea").orThrow());
        return 7;
      })
      .orThrow();
    const thrown = await db
      .transaction((tx) => {
        tx.delete("milk");
        throw new RangeError("not today");
      })
      .orThrow()
      .then(() => "", describe);
    const notText = await db.getText(new Uint8Array(0));
    return {
      inside: inside as string[],
      sum,
      thrown,
      after: [(await db.getText("milk").orThrow()) ?? null, (await db.get("tea").orThrow()) ?? null] as JsonValue[],
      empty: [...((await db.get("").orThrow()) ?? [])],
      notText: notText.tag === "failed" ? notText.kind : notText.tag,
    };
  },
  async workWithRows({ sqlite }) {
    await sqlite.remove("main").orThrow();
    const db = await sqlite.open("main").orThrow();
    await db.write("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE, score REAL, photo BLOB)").orThrow();
    const insert = "INSERT INTO users VALUES (?, ?, ?, ?)";
    // A name that Hyperdrive would take for base64.
    await db.write(insert, 1, "John", 1.5, new Uint8Array([0, 1, 2])).orThrow();
    await db
      .transaction((tx) => {
        tx.write(insert, 9223372036854775807n, "?", true, null);
        tx.write("UPDATE users SET name = ?2 WHERE name = ?1", "John", "Zoë");
      })
      .orThrow();
    const failed = await db.transaction((tx) => {
      tx.write("DELETE FROM users");
      tx.write(insert, 1, "a", 0, null);
      tx.write(insert, 1, "b", 0, null);
    });
    const wrong = await db.query("SELEC 1");
    const short = await db.query("SELECT ?").orThrow().then(() => "", describe);
    return {
      rows: (await db.query("SELECT id, name, score, photo, typeof(name) AS kind FROM users ORDER BY id").orThrow()).map((row) => ({ ...row })),
      some: (await db.query<{ n: number }>("SELECT count(*) AS n FROM users WHERE name IN (?, ?)", "test", "Zoë").orThrow())[0]?.n ?? -1,
      failed: failed.tag === "failed" ? `${failed.kind} ${failed.message}` : failed.tag,
      wrong: wrong.tag === "failed" ? `${wrong.kind} ${wrong.message}` : wrong.tag,
      short,
    };
  },
  async askServer({ fetch, signal }, url) {
    const response = await fetch(`${url}a?b=1`, { method: "put", body: '{"n":1}', signal }).orThrow();
    const gone = await fetch("http://127.0.0.1:1/");
    const wrong = await fetch("nowhere");
    const controller = new AbortController();
    controller.abort();
    const stopped = await fetch(url, { signal: controller.signal }).orThrow().then(() => "", describe);
    return {
      status: response.status,
      ok: response.ok,
      header: response.headers.get("x-served") ?? "",
      json: (await response.json()) as JsonValue,
      gone: gone.tag === "failed" ? gone.kind : gone.tag,
      wrong: wrong.tag === "failed" ? wrong.kind : wrong.tag,
      stopped,
    };
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
