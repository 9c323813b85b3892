/** What the http-server is asked for paths of one configuration and another. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bindAction } from "../../runtime/guest/bindings.js";

const test = suite("bindings");

test("a path has the settings of its endpoint", () => {
  assert.equal(bindAction("/api", { authenticated: true, localOnly: true, secureSubdomain: false }, false), {
    Bind: { path: "/api", authenticated: true, local_only: true, cache: false },
  });
});

test("a secure one is bound as such: the http-server authenticates it", () => {
  assert.equal(bindAction("/api", { authenticated: true, localOnly: false, secureSubdomain: true }, true), {
    SecureBind: { path: "/api", cache: true },
  });
});

test.run();
