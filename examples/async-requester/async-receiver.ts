import { asyncReceiver } from "./generated/async-receiver.js";

export default asyncReceiver.process({
  greeting({ our, state }, name) {
    state.served += 1;
    return { text: `Hello, ${name}!`, from: our };
  },
});
