import { suite } from "uvu";
import * as assert from "uvu/assert";
import { decodeToken, encodeToken } from "../../runtime/guest/token.js";

const tokens = suite("correlation tokens");

for (const token of [0, 1, 10, 4096, Number.MAX_SAFE_INTEGER]) {
  tokens(`${token} comes back`, () => {
    assert.is(decodeToken(encodeToken(token)), token);
  });
}

for (const text of ["", "x", "1x", "-1", "12345678901234567"]) {
  tokens(`\`${text}\` is no token`, () => {
    assert.is(decodeToken(new TextEncoder().encode(text)), undefined);
  });
}

tokens.run();
