/** What a browser gets from a node on which nothing runs yet, since the project has errors. */

import type { HttpAnswer, HttpRequest } from "../../runtime/node/index.js";

/** Undefined for a request that asks for no page. The page asks again every second, until there is something else. */
export function waitingPage({ method, headers }: HttpRequest): HttpAnswer | undefined {
  const takesHtml = headers.some(([name, value]) => name.toLowerCase() === "accept" && value.includes("text/html"));
  if (method !== "GET" || !takesHtml) return undefined;
  return {
    status: 503,
    headers: [
      ["content-type", "text/html; charset=utf-8"],
      ["cache-control", "no-store"],
      ["refresh", "1"],
    ],
    body: new TextEncoder().encode(page),
  };
}

const page = `<!doctype html>
<html lang="en">
<title>hproc dev is waiting</title>
<body style="font: 1rem/1.5 system-ui; margin: 4rem auto; max-width: 40rem; padding: 0 1rem">
<h1>Nothing runs yet</h1>
<p>The project has errors; the terminal of <code>hproc dev</code> shows them. This page comes back by itself once they are repaired.</p>
`;
