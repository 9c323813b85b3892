/** What a process does, whichever way it is run. Cases run in order on one host and may build on each other's state. */

import * as assert from "uvu/assert";
import type { CaseHost } from "../case-host.js";
import { ask, askError, type ErrorBody, parseLine } from "./ask.js";

export interface Case {
  readonly name: string;
  run(host: CaseHost): Promise<void>;
}

const firstId = 18446744073709551610n;

export const subjectCases: readonly Case[] = [
  {
    name: "requests wait for init, which sleeps",
    async run(host) {
      assert.is(await ask(host, "GET /api/greeting"), '200 "started afresh"');
    },
  },
  {
    name: "a handler with several body parameters takes the envelope, 64-bit numbers keep every digit",
    async run(host) {
      const created = await host.http(parseLine("POST /api/items", '{"AddItem":["tea",["hot","green"]]}'));
      assert.is(created.status, 201);
      assert.is(created.headers["content-type"], "application/json");
      assert.is(created.headers["x-item"], String(firstId));
      assert.is(created.body, `{"id":${firstId},"label":"tea","tags":["hot","green"],"note":null}`);
      assert.is(await ask(host, "POST /api/items", '{"AddItem":["milk"]}'), `201 {"id":${firstId + 1n},"label":"milk","tags":[],"note":null}`);
    },
  },
  {
    name: "query parameters are typed and have defaults",
    async run(host) {
      const tea = `{"id":${firstId},"label":"tea","tags":["hot","green"],"note":null}`;
      const milk = `{"id":${firstId + 1n},"label":"milk","tags":[],"note":null}`;
      assert.is(await ask(host, "GET /api/items"), `200 [${tea},${milk}]`);
      assert.is(await ask(host, "GET /api/items?mode=Newest"), `200 [${milk},${tea}]`);
      assert.is(await ask(host, "GET /api/items?mode=Newest&limit=1"), `200 [${milk}]`);
      assert.equal(await askError(host, "GET /api/items?mode=Latest&limit=-1"), [
        "400 request/does-not-fit",
        'query.mode: expected one of Newest, Oldest, found string "Latest"',
        'query.limit: expected u32, found string "-1"',
      ]);
    },
  },
  {
    name: "a literal path wins over a template, path parameters are typed",
    async run(host) {
      assert.is(await ask(host, `GET /api/items/newest`), `200 {"id":${firstId + 1n},"label":"milk","tags":[],"note":null}`);
      assert.is(await ask(host, `GET /api/items/${firstId}`), `200 {"Ok":{"id":${firstId},"label":"tea","tags":["hot","green"],"note":null}}`);
      assert.equal(await askError(host, "GET /api/items/tea"), ["400 request/does-not-fit", 'path.id: expected u64, found string "tea"']);
    },
  },
  {
    name: "@status gives an error its HTTP status, other errors have 200",
    async run(host) {
      assert.is(await ask(host, "GET /api/items/7"), '404 {"Err":{"Missing":7}}');
      assert.is(await ask(host, "POST /api/refuse", '"no"'), '422 {"Err":{"Refused":"no"}}');
      assert.is(await ask(host, "POST /api/refuse", '{"Refuse":""}'), '200 {"Err":"Busy"}');
    },
  },
  {
    name: "path and body together, every violation at once",
    async run(host) {
      const item = `{"id":1,"label":"cold tea","tags":[],"note":"iced"}`;
      assert.is(await ask(host, `PUT /api/items/${firstId}`, item), '200 {"Ok":null}');
      assert.is(await ask(host, `PUT /api/items/${firstId}`, `{"PutItem":${item}}`), '200 {"Ok":null}');
      assert.equal(await askError(host, "PUT /api/items/x", '{"id":-1,"label":"","tags":["a",1]}'), [
        "400 request/does-not-fit",
        "body.id: expected u64, found number -1",
        'body.label: expected string of 1 to 20 characters, found string ""',
        "body.tags[1]: expected string, found number 1",
        'path.id: expected u64, found string "x"',
      ]);
    },
  },
  {
    name: "bodies that are no JSON, and JSON that is hostile",
    async run(host) {
      assert.equal(await askError(host, "POST /api/refuse", "{"), ["400 request/not-json"]);
      assert.equal(await askError(host, "POST /api/refuse", new Uint8Array([0xff, 0xfe])), ["400 request/not-json"]);
      assert.equal(await askError(host, "POST /api/refuse", `${"[".repeat(100_000)}${"]".repeat(100_000)}`), ["400 request/not-json"]);
      const putId = (digits: string) => askError(host, `PUT /api/items/1`, `{"id":${digits},"label":"x","tags":[]}`);
      assert.equal((await putId("9".repeat(300))).slice(0, 1), ["400 request/does-not-fit"]);
      assert.equal(await putId("9".repeat(10_000)), ["400 request/not-json"]);
      assert.is(await ask(host, "POST /api/echo", '{"__proto__":{"polluted":1}}'), '200 {"__proto__":{"polluted":1}}');
      assert.is(({} as { polluted?: number }).polluted, undefined);
      assert.is(await ask(host, "POST /api/echo", '{"big":123456789012345678901234567890}'), '200 {"big":123456789012345678901234567890}');
      assert.equal(await askError(host, "POST /api/refuse"), ["400 request/does-not-fit", "body.reason: expected string, found nothing"]);
    },
  },
  {
    name: "an error names the handler that was meant",
    async run(host) {
      const result = await host.http(parseLine("POST /api/refuse", "5"));
      assert.equal(JSON.parse(result.body), {
        error: {
          code: "request/does-not-fit",
          message: "the request does not fit Refuse: body: expected string, found number 5",
          problems: [{ path: "body", expected: "string", found: "number 5" }],
          handlers: [{ handler: "Refuse", method: "POST", path: "/api/refuse", body: 'string or {"Refuse": string}' }],
        },
      });
    },
  },
  {
    name: "unknown paths and methods, HEAD and OPTIONS",
    async run(host) {
      assert.equal(await askError(host, "GET /api/nothing"), ["404 route/not-found"]);
      const refused = await host.http(parseLine("PATCH /api/items"));
      assert.equal([refused.status, refused.headers["allow"]], [405, "GET, POST, HEAD, OPTIONS"]);
      const head = await host.http(parseLine("HEAD /api/greeting"));
      assert.equal([head.status, head.body, head.headers["content-type"]], [200, "", "application/json"]);
      const options = await host.http(parseLine("OPTIONS /api/items"));
      assert.equal([options.status, options.body, options.headers["allow"]], [204, "", "GET, POST, HEAD, OPTIONS"]);
    },
  },
  {
    name: "a handler is reached only through its own endpoint",
    async run(host) {
      // The login page answers: the binding is authenticated.
      const result = await host.http(parseLine("GET /admin/secret"));
      assert.is(result.status, 200);
      assert.not.match(result.body, /only for the owner/);
      for (const body of ['"Secret"', '{"Secret":null}']) {
        assert.equal(await askError(host, "POST /api/nothing", body), ["404 route/not-found"]);
        assert.is(await ask(host, "POST /api/echo", body), `200 ${body}`);
      }
    },
  },
  {
    name: "the request's own context is right after an await",
    async run(host) {
      const call = { method: "GET", path: "/api/request?q=two%20words", headers: { "x-test": "1" } };
      const [first, second] = await Promise.all([host.http(call), host.http({ ...call, path: "/api/request?q=b", headers: { "x-test": "2" } })]);
      const read = (body: string) => JSON.parse(body) as [string, string][];
      assert.equal(read(first.body).filter(([key]) => key !== "url"), [["method", "GET"], ["path", "/api/request"], ["q", "two words"], ["x-test", "1"]]);
      assert.equal(read(second.body).filter(([key]) => key !== "url"), [["method", "GET"], ["path", "/api/request"], ["q", "b"], ["x-test", "2"]]);
      assert.match(read(first.body)[2]?.[1] ?? "", /^http:\/\/[a-z0-9.]+\/subject:subject:test\.os\/api\/request$/);
    },
  },
  {
    name: "HttpResponse gives full control, the body arrives as bytes",
    async run(host) {
      const page = await host.http(parseLine("GET /api/page"));
      assert.equal([page.status, page.headers["content-type"], page.headers["x-page"], page.body], [203, "text/html", "1", "<p>é</p>"]);
      assert.is(await ask(host, "POST /api/bytes", '"é"'), "200 [34,195,169,34]");
      const upload = await host.http(parseLine("POST /api/upload", new Uint8Array([104, 101, 121])));
      assert.equal([upload.status, upload.headers["content-type"], upload.body], [200, "application/octet-stream", "yeh"]);
    },
  },
  {
    name: "parameters from headers, with a default and without",
    async run(host) {
      const whoAmI = async (headers: Record<string, string>) => {
        const { status, body } = await host.http({ path: "/api/whoami", headers });
        return `${status} ${body}`;
      };
      assert.is(await whoAmI({ "x-user": "7", "accept-language": "de", "x-tone": "Oldest" }), '200 "7 de Oldest"');
      assert.match(await whoAmI({ "X-User": "7", "accept-language": "" }), /^200 "7 {2}Newest"$/);
      assert.match(await whoAmI({ "x-user": "me" }), /^400 .*"path":"header.x-user","expected":"u32","found":"string \\"me\\""/);
      assert.match(await whoAmI({}), /^400 .*header\.x-user: expected u32, found nothing/);
    },
  },
  {
    name: "lists and sets in a query",
    async run(host) {
      const search = (query: string) => ask(host, `GET /api/search${query}`);
      assert.is(await search("?id=2,1,2"), '200 {"tags":[],"ids":[2,1],"modes":null,"words":["a","b,c"]}');
      assert.is(
        await search("?tags=x,y&id=18446744073709551615&modes=Oldest,Newest&words="),
        '200 {"tags":["x","y"],"ids":[18446744073709551615],"modes":["Oldest","Newest"],"words":[]}',
      );
      assert.is(
        await search("?tags[0]=x%2Cy&tags[1]=&id=1&words[0]=z"),
        '200 {"tags":["x,y",""],"ids":[1],"modes":null,"words":["z"]}',
      );
      assert.equal(await askError(host, "GET /api/search"), [
        "400 request/does-not-fit",
        "query.id: expected set<u64> of 1 to 3 items, found list of 0",
      ]);
      assert.equal(await askError(host, "GET /api/search?id=1,2,3,4&modes=Newest,Middle"), [
        "400 request/does-not-fit",
        "query.id: expected set<u64> of 1 to 3 items, found list of 4",
        'query.modes[1]: expected one of Newest, Oldest, found string "Middle"',
      ]);
    },
  },
  {
    name: "a pattern",
    async run(host) {
      assert.is(await ask(host, "GET /api/codes/A1"), '200 "A1"');
      assert.equal(await askError(host, "GET /api/codes/a1"), [
        "400 request/does-not-fit",
        'path.code: expected string matching /^[A-Z0-9]+$/, found string "a1"',
      ]);
      assert.equal(await askError(host, "GET /api/codes/A"), [
        "400 request/does-not-fit",
        'path.code: expected string of 2 to 8 characters, found string "A"',
      ]);
    },
  },
  {
    name: "a secret is in no answer",
    async run(host) {
      assert.is(await ask(host, "POST /api/login", '{"user":"ann","password":"correct horse"}'), '200 "welcome ann"');
      assert.equal(await askError(host, "POST /api/login", '{"user":"ann","password":"hunter2","pin":"1234"}'), [
        "400 request/does-not-fit",
        "body.password: expected string of 8 to 64 characters, found (secret)",
        "body.pin: expected u16, found (secret)",
      ]);
      assert.is(await ask(host, "GET /api/keys/hunter2?ttl=5"), '200 "7 5"');
      for (const line of ["GET /api/keys/hunter2-is-long?ttl=hunter2", "PATCH /api/keys/hunter2", "GET /api/keys/hunter2"]) {
        const { status, body } = await host.http(parseLine(line));
        assert.ok(status === 400 || status === 405);
        assert.not.match(body, /hunter2/);
      }
    },
  },
  {
    name: "defaults that are lists, tuples, sets, records and cases with a value",
    async run(host) {
      const range = "[1,18446744073709551615]";
      const stored = `{"mode":"Oldest","tags":["new","it's"],"range":${range},"words":["c"],"last":{"Missing":7},"hint":{"id":1,"label":"first","tags":[],"note":null}}`;
      assert.is(await ask(host, "GET /api/look"), `200 ${stored}`);
      assert.is(
        await ask(host, "PUT /api/look", "{}"),
        `200 {"mode":"Newest","tags":["new","it's"],"range":${range},"words":["a","b"],"last":{"Missing":7},"hint":null}`,
      );
      assert.is(
        await ask(host, "PUT /api/look"),
        `200 {"mode":"Oldest","tags":["new","it's"],"range":${range},"words":["a","b"],"last":"Busy","hint":null}`,
      );
    },
  },
  {
    name: "a timer runs by itself",
    async run(host) {
      const ticks = async () => Number((await host.http({ path: "/api/ticks" })).body);
      const before = await ticks();
      await host.http({ path: "/api/sleep/2200" });
      const after = await ticks();
      assert.ok(after - before === 2 || after - before === 3, `${before} to ${after}`);
    },
  },
  {
    name: "a WebSocket with typed messages",
    async run(host) {
      const socket = await host.connect("/live");
      assert.is(await socket.next(), 'text {"Welcome":1}');
      socket.send('{"Say":"hello"}');
      assert.is(await socket.next(), 'text {"Said":"hello"}');
      socket.send('{"Nap":30}');
      socket.send('{"Double":9223372036854775807}');
      assert.equal([await socket.next(), await socket.next()], ['text {"Rested":30}', 'text {"Doubled":18446744073709551614}']);
      socket.send('{"Shout":1}');
      assert.is(
        await socket.next(),
        'text {"error":{"code":"request/does-not-fit","message":"the message does not fit ClientEvent: ' +
          'expected one of Say, Double, Nap, Fail, Leave, found string \\"Shout\\"",' +
          '"problems":[{"path":"","expected":"one of Say, Double, Nap, Fail, Leave","found":"string \\"Shout\\""}]}}',
      );
      socket.send("{");
      assert.match(await socket.next(), /^text \{"error":\{"code":"request\/not-json"/);
      socket.send(new Uint8Array([1]));
      assert.match(await socket.next(), /^text \{"error":\{"code":"request\/not-json"/);
      socket.send('"Fail"');
      const failure = await socket.next();
      assert.match(failure, /^text \{"error":\{"code":"handler\/failed","message":"[^"]*","id":"[a-z0-9]{10}"\}\}$/);
      assert.not.match(failure, /secret detail/);
      socket.send('"Leave"');
      assert.is(await socket.next(), "close");
    },
  },
  {
    name: "everybody who is connected is told, whoever has left is not",
    async run(host) {
      const left = async () => Number((await host.http({ path: "/api/left" })).body);
      const before = await left();
      const first = await host.connect("/live");
      const second = await host.connect("/live");
      assert.is(await first.next(), 'text {"Welcome":1}');
      assert.is(await second.next(), 'text {"Welcome":2}');
      assert.is(await ask(host, "POST /api/tell", '"news"'), "200 2");
      assert.equal([await first.next(), await second.next()], ['text {"Said":"news"}', 'text {"Said":"news"}']);
      first.close();
      while ((await left()) === before) await host.http({ path: "/api/sleep/10" });
      assert.is(await ask(host, "POST /api/tell", '"more"'), "200 1");
      assert.is(await second.next(), 'text {"Said":"more"}');
      second.close();
      while ((await left()) === before + 1) await host.http({ path: "/api/sleep/10" });
    },
  },
  {
    name: "a WebSocket with frames as they are",
    async run(host) {
      const socket = await host.connect("/raw/bytes");
      socket.send("{");
      assert.is(await socket.next(), "text text {");
      socket.send(new Uint8Array([1, 2, 255]));
      assert.is(await socket.next(), "binary 255,2,1");
      socket.send("ping");
      assert.is(await socket.next(), "binary 3,4");
      socket.close();
      assert.is(await socket.next(), "close");
    },
  },
  {
    name: "WebSockets to servers: messages in order, invalid ones dropped, closed by either side",
    async run(host) {
      const { url, accept } = await host.serve();
      assert.is(await ask(host, "POST /api/feed", JSON.stringify(url)), '200 "ok"');
      const server = await accept();
      assert.is(await server.next(), 'text "here for feed"');
      for (const message of ["6", '"six"', "7", "99", "5"]) server.send(message);
      assert.equal(
        [await server.next(), await server.next(), await server.next(), await server.next()],
        ['text "6 of 6"', 'text "7 of 13"', 'text "5 of 18"', 'text "pong 0"'],
      );
      assert.is(await ask(host, "GET /api/feed"), "200 [18,0,1]");
      server.send("0");
      assert.is(await server.next(), "close");
      assert.is(await ask(host, "GET /api/feed"), "200 [18,1,0]");
      assert.is(await ask(host, "POST /api/feed", JSON.stringify(url)), '200 "ok"');
      const other = await accept();
      assert.is(await other.next(), 'text "here for feed"');
      other.close();
      while ((await ask(host, "GET /api/feed")) === "200 [18,1,1]") await host.http({ path: "/api/sleep/10" });
      assert.is(await ask(host, "GET /api/feed"), "200 [18,2,0]");
    },
  },
  {
    name: "a server that is not there",
    async run(host) {
      const reason = '200 "the server could not be reached or opened no WebSocket"';
      assert.is(await ask(host, "POST /api/feed", '"ws://127.0.0.1:1/feed"'), reason);
      assert.is(await ask(host, "POST /api/feed", '"nonsense"'), reason);
    },
  },
  {
    name: "setTimeout and setInterval fire by the node's timer",
    async run(host) {
      const { status, body } = await host.http({ path: "/api/ticking/95" });
      assert.is(status, 200);
      assert.ok(Number(body) > 0 && Number(body) < 10, body);
    },
  },
  {
    name: "a handler that takes longer than the schema lets it is answered by 408",
    async run(host) {
      const { status, body } = await host.http({ process: "peer", method: "PUT", path: "/files/hang" });
      assert.is(
        `${status} ${body}`,
        '408 {"error":{"code":"handler/timeout","message":"the handler took longer than 1000 ms"}}',
      );
    },
  },
  {
    name: "sleepers overtake each other",
    async run(host) {
      const order: string[] = [];
      const nap = async (ms: number): Promise<void> => void order.push((await host.http({ path: `/api/sleep/${ms}` })).body);
      await Promise.all([nap(150), nap(1), nap(75)]);
      assert.equal(order, ["1", "75", "150"]);
    },
  },
  {
    name: "a request that another one resumes gets its own answer",
    async run(host) {
      const waiting = [host.http({ path: "/api/wait" }), host.http({ path: "/api/wait" })];
      assert.is(await ask(host, "GET /api/greeting"), '200 "started afresh"');
      await host.http({ path: "/api/sleep/60" });
      assert.is(await ask(host, "POST /api/release", '"go"'), "200 2");
      assert.equal((await Promise.all(waiting)).map(({ status, body }) => `${status} ${body}`), ['200 "go"', '200 "go"']);
    },
  },
  {
    name: "calls to a peer: one, two at once, an absent one, one that fails",
    async run(host) {
      assert.is(await ask(host, "POST /api/relay", '"abc"'), '200 {"Ok":"cba"}');
      assert.is(await ask(host, "POST /api/both", '{"RelayBoth":["ab","cd"]}'), '200 ["ba","dc"]');
      assert.is(await ask(host, "GET /api/absent"), '200 "timeout"');
      assert.is(await ask(host, "GET /api/refused"), '200 "rejected handler/failed"');
    },
  },
  {
    name: "a handler that throws, now or later, and one that returns the wrong type",
    async run(host) {
      for (const path of ["/api/fail", "/api/fail-later", "/api/wrong"]) {
        const result = await host.http({ path });
        assert.is(result.status, 500);
        const { error } = JSON.parse(result.body) as { error: ErrorBody };
        assert.equal(Object.keys(error), ["code", "message", "id"]);
        assert.is(error.code, "handler/failed");
        assert.match(error.id ?? "", /^[a-z0-9]{10}$/);
        assert.not.match(result.body, /secret detail/);
      }
      assert.is(await ask(host, "GET /api/greeting"), '200 "started afresh"');
    },
  },
  {
    name: "local and remote callers reach their handlers and no others",
    async run(host) {
      const local = async (body: string) => host.call({ body });
      const remote = async (body: string) => host.call({ from: "other.os", body });
      assert.equal(await local('{"OnlyLocal":41}'), { tag: "response", body: "42", metadata: undefined });
      assert.match(JSON.stringify(await local('{"WhoAsks":null}')), /@asker:test:test\.os/);
      assert.equal(await remote('"WhoAsks"'), { tag: "response", body: '"other.os@asker:test:test.os"', metadata: undefined });
      for (const call of [await remote('{"OnlyLocal":41}'), await remote('{"Greeting":null}'), await local('{"Greeting":null}'), await local('{"NoSuch":null}')]) {
        assert.is(call.tag === "response" && call.metadata, '"hproc:failure"');
        assert.match(call.tag === "response" ? call.body : "", /"code":"call\/unknown-handler"/);
      }
    },
  },
  {
    name: "calls that do not fit are answered at once",
    async run(host) {
      const code = async (body: string | Uint8Array) => {
        const result = await host.call({ body });
        return result.tag === "response" ? (JSON.parse(result.body) as { error: ErrorBody }).error.code : result.tag;
      };
      assert.is(await code('{"OnlyLocal":-1}'), "request/does-not-fit");
      assert.is(await code('{"OnlyLocal":[1]}'), "request/does-not-fit");
      assert.is(await code("nonsense"), "request/not-json");
      assert.is(await code(new Uint8Array([0xc3])), "request/not-json");
      assert.is(await code(""), "call/unknown-handler");
      assert.is(await code("[1]"), "call/unknown-handler");
      assert.is(await code('{"__proto__":1}'), "call/unknown-handler");
    },
  },
  {
    name: "a message that expects nothing runs its handler and gets nothing",
    async run(host) {
      await host.call({ body: '{"RemoveItem":18446744073709551611}', expects: false });
      // Between different senders there is no order.
      const isThere = async (): Promise<boolean> => (await ask(host, `GET /api/items/${firstId + 1n}`)).startsWith("200");
      for (let times = 0; times < 100 && (await isThere()); times++) await host.http({ path: "/api/sleep/10" });
      assert.is(await ask(host, `GET /api/items/${firstId + 1n}`), `404 {"Err":{"Missing":${firstId + 1n}}}`);
    },
  },
  {
    name: "state survives a crash, and clients of WebSockets have to come again",
    async run(host) {
      const socket = await host.connect("/live");
      assert.is(await socket.next(), 'text {"Welcome":1}');
      const { url, accept } = await host.serve();
      assert.is(await ask(host, "POST /api/feed", JSON.stringify(url)), '200 "ok"');
      const server = await accept();
      assert.is(await server.next(), 'text "here for feed"');
      assert.is(await ask(host, "POST /api/items", '{"AddItem":["kept"]}'), `201 {"id":${firstId + 2n},"label":"kept","tags":[],"note":null}`);
      await host.restart();
      socket.send('{"Say":"still here?"}');
      assert.is(await socket.next(), "close");
      server.send("1");
      assert.is(await server.next(), "close");
      assert.is(await ask(host, "GET /api/greeting"), '200 "started again"');
      assert.is(
        await ask(host, "GET /api/items"),
        `200 [{"id":1,"label":"cold tea","tags":[],"note":"iced"},{"id":${firstId + 2n},"label":"kept","tags":[],"note":null}]`,
      );
    },
  },
];
