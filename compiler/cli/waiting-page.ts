/** What a node answers on which nothing runs yet, since its project is being built or has errors. */

import type { HttpAnswer, HttpRequest } from "../../runtime/node/index.js";

const code = "dev/not-running";

/** `problems` are as the terminal shows them; undefined while none are known. Browsers get a page, others JSON. */
export function waitingAnswer({ method, headers }: HttpRequest, problems: string | undefined): HttpAnswer {
  const accepted = headers.filter(([name]) => name.toLowerCase() === "accept").map(([, value]) => value);
  const isPage = (method === "GET" || method === "HEAD") && accepted.some((value) => value.includes("text/html"));
  const message = problems === undefined ? "the project is being built" : "nothing runs yet: the project has errors";
  const body = isPage ? page(message, problems ?? "") : JSON.stringify({ error: { code, message, problems: problems ?? null } });
  return {
    status: 503,
    headers: [
      ["content-type", isPage ? "text/html; charset=utf-8" : "application/json"],
      ["cache-control", "no-store"],
      ["retry-after", "1"],
    ],
    body: new TextEncoder().encode(body),
  };
}

/** Asks again what it was asked for, until that is there: then it gives way to it. */
function page(message: string, problems: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>hproc dev: ${escape(message)}</title>
<noscript><meta http-equiv="refresh" content="1"></noscript>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 60rem; padding: 0 1rem }
  pre { background: #f4f4f4; color: #111; overflow-x: auto; padding: 1rem }
</style>
<h1>${escape(message)}</h1>
<pre>${escape(problems)}</pre>
<p>This page gives way to the process as soon as it runs.</p>
<script>
  const [title, shown] = [document.querySelector("h1"), document.querySelector("pre")];
  const look = async () => {
    const answer = await fetch(location.href, { headers: { accept: "application/json" }, cache: "no-store" });
    const error = answer.status === 503 ? (await answer.json().catch(() => ({}))).error : undefined;
    if (error?.code !== ${JSON.stringify(code)}) return location.reload();
    title.textContent = error.message;
    shown.textContent = error.problems ?? "";
  };
  // A node that has stopped is asked on: it may start again.
  setInterval(() => look().catch(() => {}), 300);
</script>
`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
