/** The page at `/`: the apps of the node with their icons, and their widgets. One file, with nothing to load but `/apps`. */

import { escapeHtml } from "../escape-html.js";

export function homePage(node: string): string {
  const name = escapeHtml(node);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${name}</title>
    <link rel="icon" href="data:," />
    <style>
      :root {
        color-scheme: light dark;
        --page: light-dark(#f6f7f9, #15171c);
        --card: light-dark(#fff, #1f222a);
        --edge: light-dark(#dfe3ea, #32363f);
        --soft: light-dark(#5b6472, #9aa3b2);
        --accent: light-dark(#3457d5, #8ea6ff);
      }
      * { box-sizing: border-box }
      body { background: var(--page); font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 64rem; padding: 2rem 1.25rem }
      h1 { font-size: 1.5rem; margin: 0 0 1.5rem; overflow-wrap: anywhere }
      ul { display: grid; gap: 1rem; list-style: none; margin: 0; padding: 0 }
      #apps { grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)) }
      #apps li { background: var(--card); border: 1px solid var(--edge); border-radius: 0.9rem; position: relative }
      .app { color: inherit; display: grid; gap: 0.6rem; justify-items: center; padding: 1.4rem 0.75rem 1rem; text-decoration: none }
      a.app:hover, a.app:focus-visible { color: var(--accent) }
      .icon { border-radius: 0.8rem; height: 3.5rem; object-fit: contain; width: 3.5rem }
      div.icon { align-items: center; background: var(--accent); color: var(--card); display: flex; font-size: 1.6rem; justify-content: center }
      .label { max-width: 100%; overflow: hidden; text-align: center; text-overflow: ellipsis }
      .star { background: none; border: 0; color: var(--soft); cursor: pointer; font: inherit; padding: 0.3rem 0.5rem; position: absolute; right: 0; top: 0 }
      .star[aria-pressed="true"] { color: light-dark(#b97a00, #ffc95c) }
      #widgets { grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); margin-top: 2rem }
      #widgets:empty { display: none }
      #widgets li { background: var(--card); border: 1px solid var(--edge); border-radius: 0.9rem; overflow: hidden }
      iframe { background: transparent; border: 0; display: block; height: 14rem; width: 100% }
      h2 { font-size: 0.95rem; margin: 0; padding: 0.7rem 1rem 0.4rem }
      p { color: var(--soft) }
      code { color: inherit; font-size: 0.9em }
    </style>
  </head>
  <body>
    <h1>${name}</h1>
    <main>
      <ul id="apps" aria-label="Apps"></ul>
      <p id="empty" hidden>No app has told of itself yet. A process with <code>ui</code>, <code>icon</code> or <code>widget</code> in its schema appears here when it starts.</p>
      <ul id="widgets" aria-label="Widgets"></ul>
      <p id="problem" role="status"></p>
    </main>
    <script>
      const byId = (id) => document.getElementById(id);
      const make = (tag, properties, ...children) => {
        const element = Object.assign(document.createElement(tag), properties);
        element.append(...children);
        return element;
      };
      let shown = "";

      async function load() {
        const answer = await fetch("/apps");
        // Who is not logged in gets a page to log in at.
        if (!(answer.headers.get("content-type") ?? "").includes("json")) return location.reload();
        const text = await answer.text();
        byId("problem").textContent = "";
        if (text === shown) return;
        const before = shown === "" ? [] : JSON.parse(shown);
        shown = text;
        show(JSON.parse(text), before);
      }

      function show(apps, before) {
        apps.sort((left, right) => right.favorite - left.favorite || left.order - right.order);
        const listed = apps.filter(({ path, base64_icon }) => path !== null || base64_icon !== null);
        byId("apps").replaceChildren(...listed.map(showApp));
        byId("empty").hidden = apps.length > 0;
        // A widget has a state of its own: it is loaded again only when one has changed.
        const widgetsOf = (all) => JSON.stringify(all.filter(({ widget }) => widget).map(({ id, label, widget }) => [id, label, widget]).sort());
        if (widgetsOf(apps) === widgetsOf(before)) return;
        byId("widgets").replaceChildren(...apps.filter(({ widget }) => widget).map(showWidget));
      }

      function showApp({ id, label, path, base64_icon, favorite }) {
        const icon = base64_icon === null ? make("div", { className: "icon", ariaHidden: "true" }, [...label][0] ?? "?") : make("img", { className: "icon", src: base64_icon, alt: "" });
        const content = [icon, make("span", { className: "label" }, label)];
        const app = path === null ? make("div", { className: "app", title: id }, ...content) : make("a", { className: "app", href: path, title: id }, ...content);
        const star = make("button", { className: "star", ariaPressed: String(favorite), ariaLabel: "Favorite: " + label }, favorite ? "\\u2605" : "\\u2606");
        star.addEventListener("click", async () => {
          await fetch("/favorite", { method: "POST", body: JSON.stringify([id, !favorite]) });
          await load();
        });
        return make("li", {}, app, star);
      }

      function showWidget({ label, widget }) {
        const frame = make("iframe", { srcdoc: widget, title: label });
        // It is of the node's origin, as its app is, and may not take the page away.
        frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups");
        return make("li", {}, make("h2", {}, label), frame);
      }

      const update = () => load().catch(() => (byId("problem").textContent = "The node does not answer."));
      void update();
      setInterval(() => document.hidden || update(), 3000);
      document.addEventListener("visibilitychange", () => document.hidden || update());
    </script>
  </body>
</html>
`;
}
