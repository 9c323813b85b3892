/** Proof of login: a signed token in a cookie (hyperdrive `src/http/utils.rs`, `auth_token_valid`). */

import { createHmac, timingSafeEqual } from "node:crypto";
import type { NodeId } from "../../../contract/address.js";
import { isRecord } from "../../json-body.js";

export interface SessionKeys {
  readonly node: NodeId;
  /** Signs the tokens. */
  readonly secret: Uint8Array;
}

const lifetimeSeconds = 26 * 7 * 24 * 60 * 60;

export function cookieName(node: NodeId, subdomain?: string): string {
  return subdomain === undefined ? `hyperware-auth_${node}` : `hyperware-auth_${node}@${subdomain}`;
}

/** A JWT (HS256) with the claims `username`, `subdomain` and `expiration`. */
export function createToken({ node, secret }: SessionKeys, nowMs: number, subdomain: string | null): string {
  const expiration = Math.floor(nowMs / 1000) + lifetimeSeconds;
  const header = toBase64Url(JSON.stringify({ alg: "HS256" }));
  const claims = toBase64Url(JSON.stringify({ username: node, subdomain, expiration }));
  return `${header}.${claims}.${sign(`${header}.${claims}`, secret).toString("base64url")}`;
}

/** `cookies` is the value of the header; an entry counts only if it has exactly one `=`. */
export function hasSession(keys: SessionKeys, cookies: string, nowMs: number): boolean {
  const name = cookieName(keys.node);
  const entry = cookies
    .split("; ")
    .map((text) => text.split("="))
    .find((parts) => parts.length === 2 && parts[0] === name);
  const token = entry?.[1] ?? "";
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return false;
  const [header = "", claims = "", signature = ""] = token.split(".");
  const expected = sign(`${header}.${claims}`, keys.secret);
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  // What we have signed is JSON, and needs no further doubt than its content.
  const { alg } = readJson(header);
  const { username, subdomain, expiration } = readJson(claims);
  return (
    alg === "HS256" &&
    username === keys.node &&
    (subdomain === null || subdomain === undefined) &&
    typeof expiration === "number" &&
    expiration > Math.floor(nowMs / 1000)
  );
}

function sign(text: string, secret: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}

function toBase64Url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function readJson(part: string): Readonly<Record<string, unknown>> {
  const json: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  return isRecord(json) ? json : {};
}
