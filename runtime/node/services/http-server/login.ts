/** The login page and `POST /login` of a development node, where any password works. */

import { decodeJson, isRecord } from "../../json-body.js";
import { escapeHtml } from "../escape-html.js";
import { readQuery, textAnswer } from "./exchange.js";
import type { HttpAnswer, HttpRequest } from "./exchange.js";
import { cookieName, createToken } from "./session.js";
import type { SessionKeys } from "./session.js";

const longestBodyBytes = 16 * 1024;

/** Undefined for a method that `/login` does not take. */
export function answerLogin(request: HttpRequest, keys: SessionKeys, nowMs: number): HttpAnswer | undefined {
  if (request.method === "GET") return textAnswer(200, "text/html; charset=utf-8", loginPage(keys.node));
  if (request.method !== "POST") return undefined;
  if (request.body.length > longestBodyBytes) {
    return textAnswer(413, "text/plain; charset=utf-8", "The request payload is too large");
  }
  const login = decodeJson(request.body);
  const subdomain = isRecord(login) ? (login["subdomain"] ?? "") : undefined;
  if (!isRecord(login) || typeof login["password_hash"] !== "string" || typeof subdomain !== "string") {
    return textAnswer(400, "application/json", JSON.stringify("Failed to parse login info"));
  }
  return loggedIn(request, keys, nowMs, subdomain);
}

function loggedIn(request: HttpRequest, keys: SessionKeys, nowMs: number, subdomain: string): HttpAnswer {
  const host = request.host ?? "localhost";
  const name = host.replace(/:\d+$/, "");
  const bare = subdomain.replace(/[^A-Za-z0-9.:-]/g, "");
  // Tokens for a subdomain are told apart on `localhost` only, where there is no other way.
  const token = createToken(keys, nowMs, subdomain !== "" && name.includes("localhost") ? subdomain : null);
  const cookie =
    subdomain === ""
      ? `${cookieName(keys.node)}=${token}; domain=.${name};`
      : `${cookieName(keys.node, bare)}=${token};`;
  const { redirect } = readQuery(request.target.split("?")[1] ?? "");
  // Hyperdrive sends these three as headers of their own, where they do nothing.
  const attributes = [
    ["set-cookie", cookie],
    ["httponly", "true"],
    ["secure", "true"],
    ["samesite", "Strict"],
  ] as const;
  if (redirect === undefined || !/^[\t\x20-\x7e]*$/.test(redirect)) {
    const answer = textAnswer(200, "application/json", JSON.stringify(Buffer.from(keys.node).toString("base64")));
    return { ...answer, headers: [...answer.headers, ...attributes] };
  }
  return { status: 303, headers: [...attributes, ["location", `http://${host}${redirect.startsWith("/") ? "" : "/"}${redirect}`]], body: new Uint8Array(0) };
}

/** Served in place of any page that needs a login; logs in and loads the page again. */
export function loginPage(node: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="icon" href="data:," />
    <title>Log in to ${escapeHtml(node)}</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; margin: 0 }
      form { display: grid; gap: 0.75rem; width: min(20rem, 90vw) }
      input, button { font: inherit; padding: 0.5rem }
    </style>
  </head>
  <body>
    <form id="login">
      <h1>${escapeHtml(node)}</h1>
      <label for="password">Development node: any password works</label>
      <input id="password" type="password" autocomplete="current-password" autofocus />
      <button>Log in</button>
      <p id="problem" role="alert"></p>
    </form>
    <script>
      document.getElementById("login").addEventListener("submit", async (event) => {
        event.preventDefault();
        // A real node gets an Argon2 hash; this one does not look at it.
        const body = JSON.stringify({ password_hash: "0x00", subdomain: "" });
        const headers = { "Content-Type": "application/json" };
        const answer = await fetch("/login", { method: "POST", headers, body });
        if (answer.ok) location.reload();
        else document.getElementById("problem").textContent = "The login failed: " + answer.status;
      });
    </script>
  </body>
</html>
`;
}
