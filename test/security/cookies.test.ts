/** Cookies that are no login of this node, whoever made them. */

import { createHmac } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createToken, hasSession } from "../../runtime/node/services/http-server/session.js";
import { closeTestNodes, createTestNode } from "../support/test-node.js";

const secret = Buffer.from("a secret of at least thirty-two bytes");
const keys = { node: "test.os", secret };
const nowMs = 1_700_000_000_000;
const later = nowMs / 1000 + 1000;
const good = createToken(keys, nowMs, null);
const name = "hyperware-auth_test.os";

function token(header: unknown, claims: unknown, signer: Uint8Array | undefined = secret): string {
  const encode = (part: unknown): string => Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${signer ? createHmac("sha256", signer).update(signed).digest("base64url") : ""}`;
}

const claims = { username: "test.os", subdomain: null, expiration: later };
const [head = "", body = "", signature = ""] = good.split(".");
const lastCharacter = signature.at(-1) === "A" ? "B" : "A";

const cookies = suite("cookies");

for (const [what, header, isLetIn] of [
  ["one that this node has signed", `${name}=${good}`, true],
  ["the same, with claims of the test", `${name}=${token({ alg: "HS256" }, claims)}`, true],
  ["one that another has signed", `${name}=${token({ alg: "HS256" }, claims, Buffer.from("x".repeat(37)))}`, false],
  ["one that an empty key has signed", `${name}=${token({ alg: "HS256" }, claims, Buffer.alloc(0))}`, false],
  ["one without a signature", `${name}=${token({ alg: "none" }, claims, undefined)}`, false],
  ["one that says it needs none, signed", `${name}=${token({ alg: "none" }, claims)}`, false],
  ["one of another algorithm, signed", `${name}=${token({ alg: "HS512" }, claims)}`, false],
  ["one with a changed signature", `${name}=${head}.${body}.${signature.slice(0, 5)}${lastCharacter}${signature.slice(6)}`, false],
  ["one with changed claims", `${name}=${head}.${token({}, { ...claims, expiration: later * 2 }).split(".")[1]}.${signature}`, false],
  ["one with a signature that is cut", `${name}=${head}.${body}.${signature.slice(0, -4)}`, false],
  ["one that has expired", `${name}=${token({ alg: "HS256" }, { ...claims, expiration: nowMs / 1000 })}`, false],
  ["one that expires never", `${name}=${token({ alg: "HS256" }, { ...claims, expiration: null })}`, false],
  ["one whose end is a text", `${name}=${token({ alg: "HS256" }, { ...claims, expiration: String(later) })}`, false],
  ["one of another node", `hyperware-auth_other.os=${token({ alg: "HS256" }, { ...claims, username: "other.os" })}`, false],
  ["one of another node under this name", `${name}=${token({ alg: "HS256" }, { ...claims, username: "other.os" })}`, false],
  ["this one under another name", `hyperware-auth_other.os=${good}`, false],
  ["one for a subdomain", `${name}=${token({ alg: "HS256" }, { ...claims, subdomain: "p:k:b.os" })}`, false],
  ["claims that are no object", `${name}=${token({ alg: "HS256" }, "[]")}`, false],
  ["a name in capitals", `${name.toUpperCase()}=${good}`, false],
  ["two parts", `${name}=${head}.${body}`, false],
  ["four parts", `${name}=${good}.x`, false],
  ["a megabyte", `${name}=${"a".repeat(2 ** 20)}.b.c`, false],
  ["quotes around it", `${name}="${good}"`, false],
  ["nothing", "", false],
  // The first entry of the name counts: what a page of a neighbour adds behind it changes nothing.
  ["twice, the first of them good", `${name}=${good}; ${name}=x.y.z`, true],
  ["twice, the first of them bad", `${name}=x.y.z; ${name}=${good}`, false],
] as const) {
  cookies(`${what}: ${isLetIn ? "a login" : "no login"}`, () => {
    assert.is(hasSession(keys, header, nowMs), isLetIn);
  });
}

cookies("the keys by which a node signs are for its user alone to read", async () => {
  const { folder } = await createTestNode();
  for (const name of ["session-key", "net-key"]) assert.is((await stat(join(folder, "home", name))).mode & 0o777, 0o600, name);
  await closeTestNodes();
});

cookies.run();
