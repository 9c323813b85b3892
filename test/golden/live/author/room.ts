/** Uses everything that the generated interface offers, and some of what it must not. */

import { room, type Move } from "./generated/room.js";

export default room.process({
  async init({ state, call, sockets }) {
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

  findSeats(_, numbers, moods, names, user, language) {
    const wanted: readonly [number[], Set<"Calm" | "Loud"> | undefined, string[], bigint, string] = [numbers, moods, names, user, language];
    return wanted[0].map((number) => ({ number }));
  },

  openDoor({ method, state }, key, plan) {
    state.plan = plan;
    return method !== undefined && key === state.backDoor;
  },
});
