/** The examples as their READMEs and the documentation show them, in one form of running. */

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { WebSocketServer } from "ws";
import type { LocalNode, NodeOptions } from "../../runtime/node/index.js";
import { createProject, type Project } from "../support/project.js";
import { type Form, runProject } from "../support/run-project.js";

export function runExamples(form: Form, options: Partial<NodeOptions> = {}): void {
  example("counter", { form, options }, "counter:counter:template.os", async (ask) => {
    assert.is(await ask("GET /api/total"), "200 0");
    assert.is(await ask("POST /api/total", "5"), "200 5");
    assert.is(await ask("POST /api/total"), "200 6");
    assert.is(await ask("POST /api/total", '{"Add":18446744073709551609}'), "200 18446744073709551615");
  });

  example("todo", { form, options }, "todo:todo:template.os", async (ask) => {
    assert.is(await ask("GET /api/tasks"), "200 []");
    assert.is(await ask("POST /api/tasks", '{"title":"tea"}'), '201 {"Ok":{"id":1,"title":"tea","done":false,"due":null}}');
    assert.is(await ask("POST /api/tasks", '{"CreateTask":{"title":"milk"}}'), '201 {"Ok":{"id":2,"title":"milk","done":false,"due":null}}');
    assert.is(await ask("GET /api/tasks?filter=Done"), "200 []");
    assert.is(await ask("GET /api/tasks/1"), '200 {"Ok":{"id":1,"title":"tea","done":false,"due":null}}');
    assert.is(await ask("DELETE /api/tasks/1"), '200 {"Ok":null}');
    assert.is(await ask("DELETE /api/tasks/1"), '404 {"Err":{"NotFound":1}}');
    assert.is(await ask("GET /api/tasks"), '200 [{"id":2,"title":"milk","done":false,"due":null}]');
    assert.is(await ask("POST /api/tasks", '{"title":" "}'), '200 {"Err":{"Invalid":"the title is only white space"}}');
    assert.is(
      await ask("POST /api/tasks", '{"title":5}'),
      '400 {"error":{"code":"request/does-not-fit","message":"the request does not fit CreateTask: body.title: expected string, found number 5",' +
        '"problems":[{"path":"body.title","expected":"string","found":"number 5"}],' +
        '"handlers":[{"handler":"CreateTask","method":"POST","path":"/api/tasks","body":"NewTask or {\\"CreateTask\\": NewTask}"}]}}',
    );
    assert.is(await ask("GET /api/nothing"), '404 {"error":{"code":"route/not-found","message":"no handler answers GET /api/nothing"}}');
    assert.is(
      await ask("PUT /api/tasks"),
      '405 {"error":{"code":"route/method-not-allowed","message":"/api/tasks does not take PUT; it takes GET, POST, HEAD, OPTIONS"}}',
    );
  });

  example("async-requester", { form, options }, "async-requester:async-app:template.os", async (ask) => {
    const greeting = '{"text":"Hello, Ann!","from":"test.os@async-receiver:async-app:template.os"}';
    assert.is(await ask("POST /api/greet", '"Ann"'), `200 {"Ok":${greeting}}`);
    assert.is(await ask("GET /api/greetings"), `200 [${greeting}]`);
  });

  example("ticker", { form, options }, "ticker:ticker:template.os", async (ask) => {
    const exchange = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    await once(exchange, "listening");
    const orders = new Promise<string>((resolve) =>
      exchange.on("connection", (socket) =>
        socket.on("message", (order: Buffer) => {
          socket.send('{"symbol":"TEA","price":2.5}');
          resolve(order.toString());
        }),
      ),
    );
    const url = JSON.stringify(`ws://127.0.0.1:${(exchange.address() as AddressInfo).port}`);
    assert.is(await ask("PUT /api/feed", url), '200 {"Ok":null}');
    assert.is(await orders, '{"Watch":["TEA","MILK"]}');
    while ((await ask("GET /api/prices")) === "200 {}");
    assert.is(await ask("GET /api/prices"), '200 {"TEA":2.5}');
    exchange.close();
    for (const socket of exchange.clients) socket.terminate();
    assert.is(await ask("PUT /api/feed", url), '200 {"Err":"the server could not be reached or opened no WebSocket"}');
  });
}

type Ask = (line: string, body?: string) => Promise<string>;

interface Run {
  readonly form: Form;
  readonly options: Partial<NodeOptions>;
}

function example(name: string, { form, options }: Run, processId: string, run: (ask: Ask) => Promise<void>): void {
  const examples = suite(`examples/${name}, ${form}`);
  let project: Project;
  let node: LocalNode;
  examples.before(async () => {
    project = await createProject(`examples/${name}`);
    node = await runProject(project, form, options);
  });
  examples.after(async () => {
    await node.stop();
    await project.remove();
  });
  examples("answers as documented", () =>
    run(async (line, body) => {
      const [method = "", path = ""] = line.split(" ");
      const answer = await fetch(`${node.url}/${processId}${path}`, { method, ...(body === undefined ? {} : { body }) });
      return `${answer.status} ${await answer.text()}`;
    }),
  );
  examples.run();
}
