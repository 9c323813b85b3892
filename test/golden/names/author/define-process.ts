import { defineProcess_ } from "./generated/define-process.js";

export default defineProcess_.process({
  list: (_, list, result) => ({ string: list.join(""), u64: 0n, data2: result, a1b2: 0 }),
});
