/**
 * What goes wrong in processes of the Rust macros, by the numbers under which this project keeps their defects. Each
 * case does what breaks them. Those that need no running process are in `test/defects`.
 */

import * as assert from "uvu/assert";
import type { CaseHost } from "../case-host.js";
import { ask, askError, callProcess, type ErrorBody, parseLine } from "./ask.js";
import type { Case } from "./cases.js";

/** A handler that only counts, for a look at whether the process is still up. */
async function isUp(host: CaseHost): Promise<void> {
  assert.is(await callProcess(host, '{"OnlyLocal":41}'), "42");
}

/** What `Liar` says to each call. */
const lies: Readonly<Record<string, string | Uint8Array>> = {
  '{"Number":"OtherType"}': '{"neither":"a number","nor":"an error"}',
  '{"Number":"NoJson"}': "42 and more",
  '{"Number":"NotEvenText"}': new Uint8Array([0xff, 0xfe]),
  '{"Anything":null}':
    '{"kind":"Timeout","target":"test.os@liar:subject:test.os","message":{"Request":{"body":[]}},"lazy_load_blob":null,"context":null}',
};

export const defectCases: readonly Case[] = [
  {
    name: "B-01: naming a handler that the caller may not reach ends nothing",
    async run(host) {
      for (const body of ['{"OnlyLocal":1}', '{"Greeting":null}', '"Secret"', '{"Init":null}', '{"Count":null}', '{"Live":null}']) {
        assert.is(await callProcess(host, body, "other.os"), "call/unknown-handler");
      }
      // From HTTP, where a handler is only for processes.
      assert.equal(await askError(host, "POST /api/refuse", '{"OnlyLocal":1}'), [
        "400 request/does-not-fit",
        "body: expected string, found object",
      ]);
      await isUp(host);
    },
  },
  {
    name: "B-02: an answer of no type that was asked for is an outcome of its caller",
    async run(host) {
      host.answerAs("liar", (body) => lies[body] ?? "null");
      for (const lie of ["OtherType", "NoJson", "NotEvenText"]) assert.is(await ask(host, `GET /api/lies/${lie}`), '200 "decode"');
      await isUp(host);
    },
  },
  {
    name: "B-03: a body reaches no handler through the binding of another scope",
    async run(host) {
      for (const body of ['"Secret"', '{"Secret":null}', '{"Secret":{}}', '{"Secret":[]}']) {
        for (const line of ["POST /api/refuse", "POST /api/echo", "POST /api", "POST /api/secret", "POST /api/../admin/secret", "POST /api//admin/secret"]) {
          const { body: answer } = await host.http(parseLine(line, body));
          assert.not.match(answer, /only for the owner/, `${line} ${body}`);
        }
      }
      // The handler itself is behind the login of its own scope.
      const { body } = await host.http(parseLine("GET /admin/secret"));
      assert.not.match(body, /only for the owner/);
      assert.match(body, /<form/);
    },
  },
  {
    name: "B-04: what expects no answer gets none, and nobody else gets it",
    async run(host) {
      const waiting = host.http({ path: "/api/own/mine" });
      await host.http({ path: "/api/sleep/20" });
      for (let count = 0; count < 3; count++) await host.call({ body: `{"OnlyLocal":${count}}`, expects: false });
      await host.call({ body: "nonsense", expects: false });
      await host.http({ path: "/api/sleep/20" });
      assert.is(await ask(host, "POST /api/release", '"go"'), "200 1");
      const { status, body } = await waiting;
      assert.is(`${status} ${body}`, '200 "mine"');
    },
  },
  {
    name: "B-05: the source after an await is who asked, whoever has answered or asked meanwhile",
    async run(host) {
      const answers = await Promise.all([
        callProcess(host, '{"WhoAsks":null}', "one.os"),
        callProcess(host, '{"WhoAsks":null}', "two.os"),
        ask(host, "POST /api/relay", '"between"'),
        callProcess(host, '{"WhoAsks":null}'),
      ]);
      assert.equal([...answers.slice(0, 3), answers[3]?.replace(/^"[^@]*@/, '"')], [
        '"one.os@asker:test:test.os"',
        '"two.os@asker:test:test.os"',
        '200 {"Ok":"neewteb"}',
        '"asker:test:test.os"',
      ]);
    },
  },
  {
    name: "B-06: a result that cannot be written is a failure of its handler alone",
    async run(host) {
      for (const path of ["/api/unwritable/cyclic", "/api/unwritable/surrogate", "/api/wrong"]) {
        const { status, body } = await host.http({ path });
        assert.is(status, 500, path);
        assert.is((JSON.parse(body) as { error: ErrorBody }).error.code, "handler/failed");
      }
      await isUp(host);
    },
  },
  {
    name: "B-08: a process logs, whatever becomes of the file that the log is written to",
    async run(host) {
      // On the kernel of tests there is no vfs; on a node the file is there, and is written beside all else.
      for (let count = 0; count < 5; count++) assert.is(await ask(host, "POST /api/logged", "x"), "200 1");
      await isUp(host);
      await host.restart();
      assert.is(await ask(host, "POST /api/logged", "xy"), "200 2");
    },
  },
  {
    name: "B-10: work inside work, all of it asynchronous",
    async run(host) {
      assert.is(await ask(host, "GET /api/nested"), "200 [1,2,3,2,3,3]");
    },
  },
  {
    name: "B-11, B-13, B-15: what init and an asynchronous handler changed outlives a crash",
    async run(host) {
      const before = Number(await callProcess(host, '{"Hits":null}'));
      assert.is(await ask(host, "POST /api/slow-count"), `200 ${before + 1}`);
      await host.restart();
      assert.is(await callProcess(host, '{"Hits":null}'), String(before + 1));
      // Only the change that `init` made before can tell it that it has run before.
      assert.is(await ask(host, "GET /api/greeting"), '200 "started again"');
    },
  },
  {
    name: "B-12: a call that nobody answers ends in an outcome",
    async run(host) {
      assert.is(await ask(host, "GET /api/absent"), '200 "timeout"');
    },
  },
  {
    name: "B-16: a request that cannot be read is answered at once, to every kind of caller",
    async run(host) {
      for (const from of [undefined, "other.os"]) {
        assert.is(await callProcess(host, "nonsense", from), "request/not-json");
        assert.is(await callProcess(host, new Uint8Array([0xc3]), from), "request/not-json");
        assert.is(await callProcess(host, "", from), "call/unknown-handler");
        assert.is(await callProcess(host, '{"RemoveItem":"seven"}', from), "request/does-not-fit");
      }
    },
  },
  {
    name: "B-17: not for this caller is no time-out",
    async run(host) {
      const refused = await host.call({ from: "other.os", body: '{"OnlyLocal":1}' });
      assert.is(refused.tag, "response");
      assert.not.match(JSON.stringify(refused), /Timeout|Offline/);
    },
  },
  {
    name: "B-18: a refusal does not repeat what it was sent",
    async run(host) {
      const { status, body } = await host.http(parseLine("POST /api/login", '{"user":"ann","password":"hunter2"}'));
      assert.is(status, 400);
      assert.not.match(body, /hunter2/);
      const refused = await host.call({ from: "other.os", body: '{"OnlyLocal":123454321}' });
      assert.not.match(JSON.stringify(refused), /123454321/);
    },
  },
  {
    name: "B-19: an error of the host is no success, whatever type was asked for",
    async run(host) {
      // `Liar` answers since the case of B-02; without it this would be a time-out.
      assert.is(await ask(host, "GET /api/lies/SendError"), '200 "rejected call/refused"');
    },
  },
  {
    name: "B-20: method and path hold for handlers with parameters",
    async run(host) {
      assert.equal(await askError(host, "PUT /api/items", '{"AddItem":["tea"]}'), ["405 route/method-not-allowed"]);
      assert.equal(await askError(host, "POST /api/elsewhere", '{"AddItem":["tea"]}'), ["404 route/not-found"]);
      assert.equal(await askError(host, "POST /api/refuse", '{"AddItem":["tea"]}'), [
        "400 request/does-not-fit",
        "body: expected string, found object",
      ]);
    },
  },
  {
    name: "B-21: an error of a handler has the status that its schema says",
    async run(host) {
      assert.is(await ask(host, "GET /api/items/7"), '404 {"Err":{"Missing":7}}');
      assert.is(await ask(host, "POST /api/refuse", '"no"'), '422 {"Err":{"Refused":"no"}}');
    },
  },
  {
    name: "B-23: a path with a parameter, in any letters, and one with a slash at its end are reached",
    async run(host) {
      for (const path of ["/api/orders/gro%C3%9F", "/api/orders/gro%c3%9f", "/api/orders/gro%C3%9F/"]) {
        assert.is(await ask(host, `GET ${path}`), '200 "groß"', path);
      }
    },
  },
  {
    name: "B-24: a handler of one method leaves the others to a catch-all",
    async run(host) {
      const answer = async (method: string, path: string) => {
        const { status, body } = await host.http({ process: "peer", method, path });
        return `${status} ${body}`;
      };
      assert.is(await answer("POST", "/files/list"), '200 "listed"');
      assert.is(await answer("GET", "/files/list"), "200 /files/list");
      assert.is(await answer("GET", "/files/any/where"), "200 /files/any/where");
    },
  },
  {
    name: "B-25: parameters of the query arrive, decoded",
    async run(host) {
      assert.is(
        await ask(host, "GET /api/search?tags=a%2Cb,c+d&id=7&words=%C3%A9"),
        '200 {"tags":["a","b","c d"],"ids":[7],"modes":null,"words":["é"]}',
      );
    },
  },
  {
    name: "B-26: a handler sees the request it is for, however many others wait",
    async run(host) {
      const answers = await Promise.all(
        ["a", "b", "c"].map((q) => host.http({ path: `/api/request?q=${q}`, headers: { "x-test": q } })),
      );
      answers.forEach(({ body }, index) => {
        const { q, "x-test": header } = Object.fromEntries(JSON.parse(body) as [string, string][]);
        assert.equal([q, header], [["a", "b", "c"][index], ["a", "b", "c"][index]]);
      });
      // A call has none of it, while a request waits.
      const waiting = host.http({ path: "/api/own/alone" });
      assert.match(await callProcess(host, '{"AddItem":["called"]}'), /^\{"id":\d+,"label":"called"/);
      assert.is(await ask(host, "POST /api/release", '"go"'), "200 1");
      const { headers, status } = await waiting;
      assert.equal([status, headers["x-item"]], [200, undefined]);
    },
  },
  {
    name: "B-27: the log costs no body",
    async run(host) {
      assert.is(await ask(host, "POST /api/logged", "x".repeat(70_000)), "200 70000");
    },
  },
  {
    name: "B-28: an asynchronous handler of a WebSocket runs",
    async run(host) {
      const socket = await host.connect("/live");
      assert.match(await socket.next(), /^text \{"Welcome":/);
      socket.send('{"Nap":5}');
      assert.is(await socket.next(), 'text {"Rested":5}');
      socket.close();
      assert.is(await socket.next(), "close");
    },
  },
  {
    name: "B-29: a request that no handler takes is answered, with a body and without",
    async run(host) {
      const answer = async (method: string, path: string, body?: string) =>
        (await host.http({ process: "peer", method, path, ...(body === undefined ? {} : { body }) })).status;
      assert.is(await answer("DELETE", "/files/list", '{"any":"thing"}'), 405);
      assert.is(await answer("PUT", "/files/other", '{"any":"thing"}'), 404);
      assert.is(await answer("PUT", "/files/other"), 404);
    },
  },
  {
    name: "B-31: bytes go in and out as they are, and every answer says what it is",
    async run(host) {
      const every = Uint8Array.from({ length: 128 }, (_, index) => index);
      const { status, body, headers } = await host.http(parseLine("POST /api/upload", every));
      assert.equal([status, headers["content-type"]], [200, "application/octet-stream"]);
      assert.is(body, String.fromCharCode(...every.slice().reverse()));
      for (const line of ["GET /api/items", "GET /api/nowhere", "PUT /api/items", "GET /api/fail", "GET /api/items/7"]) {
        assert.is((await host.http(parseLine(line))).headers["content-type"], "application/json", line);
      }
      assert.is((await host.http(parseLine("GET /api/page"))).headers["content-type"], "text/html");
    },
  },
  {
    name: "B-32: a piece of a path is a typed parameter",
    async run(host) {
      assert.is(await ask(host, "GET /api/codes/AB12"), '200 "AB12"');
      assert.equal(await askError(host, "GET /api/codes/ab12"), [
        "400 request/does-not-fit",
        'path.code: expected string matching /^[A-Z0-9]+$/, found string "ab12"',
      ]);
    },
  },
  {
    name: "B-33, B-34: several WebSockets, each with its path, whose open and close are heard",
    async run(host) {
      const left = async () => Number((await host.http({ path: "/api/left" })).body);
      const before = await left();
      const live = await host.connect("/live");
      const raw = await host.connect("/raw/bytes");
      assert.match(await live.next(), /^text \{"Welcome":/);
      raw.send("mine");
      assert.is(await raw.next(), "text text mine");
      live.close();
      assert.is(await live.next(), "close");
      while ((await left()) === before) await host.http({ path: "/api/sleep/10" });
      raw.close();
      assert.is(await raw.next(), "close");
    },
  },
  {
    name: "B-35: a handler reads the headers of its request, and sets status and headers of its answer",
    async run(host) {
      const request = await host.http({ path: "/api/request", headers: { "x-test": "from the client" } });
      assert.is(Object.fromEntries(JSON.parse(request.body) as [string, string][])["x-test"], "from the client");
      const added = await host.http(parseLine("POST /api/items", '{"AddItem":["made",[]]}'));
      assert.is(added.status, 201);
      assert.is(added.headers["x-item"], /"id":(\d+)/.exec(added.body)?.[1]);
      const page = await host.http({ path: "/api/page" });
      assert.equal([page.status, page.headers["x-page"], page.headers["content-type"]], [203, "1", "text/html"]);
    },
  },
  {
    name: "B-38, B-39: what one request wakes in another is answered at once, each its own",
    async run(host) {
      const words = ["one", "two", "three"];
      const waiting = words.map((word) => host.http({ path: `/api/own/${word}` }));
      await host.http({ path: "/api/sleep/30" });
      assert.is(await ask(host, "POST /api/release", '"go"'), "200 3");
      const answers = (await Promise.all(waiting)).map(({ status, body }) => `${status} ${body}`);
      assert.equal(answers, words.map((word) => `200 "${word}"`));
    },
  },
  {
    name: "B-40: between two awaits a handler has the state for itself, over an await it has not",
    async run(host) {
      const hits = async () => Number(await callProcess(host, '{"Hits":null}'));
      const before = await hits();
      await Promise.all([1, 2, 3].map(() => ask(host, "POST /api/slow-count")));
      assert.is(await hits(), before + 1);
      await Promise.all([1, 2, 3].map((ms) => ask(host, `GET /api/sleep/${ms}`)));
      assert.is(await hits(), before + 4);
    },
  },
  {
    name: "B-42: a name that exists and one that does not are refused in the same words",
    async run(host) {
      const body = async (name: string) => {
        const result = await host.call({ from: "other.os", body: `{"${name}":null}` });
        return result.tag === "response" ? result.body : result.tag;
      };
      const [exists, secret, missing] = [await body("OnlyLocal"), await body("Secret"), await body("NoSuchName")];
      assert.is(exists, missing);
      assert.is(secret, missing);
    },
  },
];
