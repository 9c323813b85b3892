/** What `kv:distro:sys` and `sqlite:distro:sys` say when they do not do something. */

import type { JsonValue } from "../../../contract/index.js";

/** Thrown to end a request with `{"Err": answer}`. */
export class Refusal extends Error {
  readonly answer: JsonValue;

  constructor(answer: JsonValue) {
    super("refused");
    this.answer = answer;
  }
}
