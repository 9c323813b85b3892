/** Uses everything that the generated interface offers, and some of what it must not. */

import { room, type Move } from "./generated/room.js";

export default room.process({
  async init({ state, call, sockets, clients }) {
    const door = await clients.other.connect("wss://room.example/ws", { headers: { "x-room": "1" }, timeoutMs: 500 });
    if (door.tag === "ok") door.val.send({ tag: "Wave" });
    const outcome: "failed" | "timeout" | "ok" = door.tag;
    for (const channel of clients.other.channels.values()) if (channel.url === outcome) channel.close();
    (await clients.wire.connect("ws://localhost:1").orThrow()).send(new Uint8Array([1]));
    // @ts-expect-error: there is nobody to tell at once
    clients.other.broadcast;
    state.plan.moods.add("Loud");
    await call.keeper.ring(3);
    sockets.news.broadcast({ tag: "Closed", val: "not yet" });
    // @ts-expect-error: `tunnel` sends frames
    sockets.tunnel.broadcast({ tag: "Wave" });
  },

  async sweep({ sleep, state }) {
    await sleep(10);
    state.plan.seats = [];
  },

  closeUp({ sockets }) {
    for (const channel of sockets.room.channels.values()) channel.close();
  },

  room: {
    open({ channel }) {
      channel.send({ tag: "Closed", val: `${channel.id} at ${channel.path}` });
    },
    async message({ channel, sockets, log }, move) {
      const seen: Move = move;
      if (seen.tag === "Sit") log.info(seen.val.guest ?? "nobody");
      sockets.room.broadcast({ tag: "Moved", val: seen });
      channel.ping(new Uint8Array([1]));
      // @ts-expect-error: clients get news, not moves
      channel.send(seen);
    },
    close({ state }) {
      state.pin += 1;
    },
  },

  news: {},

  wishes: {
    message({ channel }, moods) {
      channel.send(moods.join());
      channel.send(new Uint8Array([1]));
      channel.send({ kind: "text", text: moods[0] ?? "none" });
    },
  },

  tunnel: {
    message({ channel }, frame) {
      channel.send(frame.kind === "binary" ? frame.bytes : frame.text);
    },
  },

  other: {
    message({ channel }, news) {
      if (news.tag === "Closed") channel.close();
      // @ts-expect-error: the server gets moves, not news
      else channel.send(news);
      channel.ping();
    },
    pong({ state }, bytes) {
      state.pin += bytes.length;
    },
  },

  wire: {},

  findSeats(_, numbers, moods, names, user, language) {
    const wanted: readonly [number[], Set<"Calm" | "Loud"> | undefined, string[], bigint, string] = [numbers, moods, names, user, language];
    return wanted[0].map((number) => ({ number }));
  },

  openDoor({ method, state }, key, plan) {
    state.plan = plan;
    return method !== undefined && key === state.backDoor;
  },
});
