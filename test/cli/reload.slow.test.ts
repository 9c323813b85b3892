/** `hproc dev --component` while files are saved: the component before serves until the new one is made. */

import { once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { WebSocket } from "ws";
import { handlers, project } from "./counter-project.js";
import { get, post, until, withDev } from "./run-dev.js";

const test = suite("reload of components");

test("the old one serves while the new one is made; state and WebSockets stay", async () => {
  const schema = (project["counter.hproc"] ?? "").replace(
    "  http GET",
    '  endpoint ws "/ws" { authenticated false }\n  ws "/ws" live(receives u64, sends u64)\n\n  http GET',
  );
  const own = (factor: number): string =>
    handlers
      .replace("return state.total;", `return state.total * ${factor}n;`)
      .replace("  total(", `  live: { message: ({ channel }, value) => channel.send(value * ${factor}n) },\n  total(`);
  const files = { "counter.hproc": schema, "counter.ts": own(1) };
  await withDev(files, ["--component"], async ({ base, url, printed, save, end }) => {
    const socket = new WebSocket(`${base.replace("http", "ws")}/ws`);
    await once(socket, "open");
    const ask = async (): Promise<string> => {
      const answered = once(socket, "message");
      socket.send("3");
      return String((await answered)[0]);
    };
    assert.is(await post(url, "5"), "5");
    await save("counter.ts", `${own(2)}\nconst = 1;\n`);
    await printed("the code of the last good save runs on");
    // The first is given up for the second.
    await save("counter.ts", own(2));
    assert.is(await get(url), "5");
    await save("counter.ts", own(3));
    assert.equal([await get(url), await ask()], ["5", "3"]);
    await printed("reloaded Counter, ");
    await until(() => get(url), "15");
    assert.is(await ask(), "9");
    const [code, stderr] = await end();
    assert.is(code, 0);
    assert.match(stderr, "error project/build");
  });
});

test.run();
