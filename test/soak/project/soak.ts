import { err, ok, soak } from "./generated/soak.js";

export default soak.process({
  add({ state }, amount) {
    state.total += amount;
    return state.total;
  },
  notes({ state }) {
    return state.notes;
  },
  note({ state }, number, text) {
    if (number > 50) return err(`there is no place for ${number}`);
    const note = { text, written: state.total };
    state.notes.set(number, note);
    return ok(note);
  },
  async relay({ call }, amount) {
    return await call.peer.add(amount).orThrow();
  },
  async later({ sleep }, amount) {
    await sleep(1);
    return amount;
  },
  push({ sockets }, number) {
    sockets.live.broadcast({ tag: "Ping", val: number });
  },
  live: {
    message({ channel }, event) {
      channel.send(event);
    },
  },
});
