import { drain, err, ok } from "./generated/drain.js";

export default drain.process({
  pour: (_, amount, note) => (note === undefined ? err("no note") : ok(amount)),
  level: () => 0.5,
});
