/** The short form of `npm run fuzz:messages`. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runHostile } from "./run.js";

const test = suite("hostile messages");

test("2,000 of them get a clear answer each, and leave the process as it was", async () => {
  const { faults, outcomes } = await runHostile(2000, 77);
  assert.equal(faults, []);
  // All that there is to reach is reached.
  for (const outcome of ["http 200", "http 400", "http 404", "http 405", "http 415", "local ok", "local request/not-json", "remote call/unknown-handler", "ws ok", "ws error", "server ok", "server dropped"]) {
    assert.ok(outcomes[outcome], `no ${outcome} among ${JSON.stringify(outcomes)}`);
  }
});

test.run();
