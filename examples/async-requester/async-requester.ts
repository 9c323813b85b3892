import { asyncRequester, err, ok } from "./generated/async-requester.js";

export default asyncRequester.process({
  async init({ call, log }) {
    // Awaiting a call gives its outcome; it never throws.
    const outcome = await call.receiver.greeting("init", { timeoutMs: 2_000 });
    log.info(`the receiver is ${outcome.tag === "ok" ? "there" : `not there: ${outcome.tag}`}`);
  },

  async greet({ call, state }, name) {
    state.requestCount += 1;
    const outcome = await call.receiver.greeting(name);
    if (outcome.tag !== "ok") return err(`the receiver did not greet: ${outcome.tag}`);
    state.greetings.push(outcome.val);
    return ok(outcome.val);
  },

  listGreetings({ state }) {
    return state.greetings;
  },

  countRequests({ state }) {
    state.requestCount += 1;
    return state.requestCount;
  },
});
