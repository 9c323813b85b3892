/** What a process does, whichever way it is run. Cases run in order on one host and may build on each other's state. */

import * as assert from "uvu/assert";
import type { CaseHost, HttpCall } from "../case-host.js";

export interface Case {
  readonly name: string;
  run(host: CaseHost): Promise<void>;
}

/** `GET /api/items` or `POST /api/items` with a body. */
function parseLine(line: string, body?: string | Uint8Array): HttpCall {
  const [method = "", path = ""] = line.split(" ");
  return { method, path, ...(body === undefined ? {} : { body }) };
}

/** Status and body of an answer. */
async function ask(host: CaseHost, line: string, body?: string | Uint8Array): Promise<string> {
  const result = await host.http(parseLine(line, body));
  return `${result.status} ${result.body}`;
}

/** Status, code and problems of an error answer. */
async function askError(host: CaseHost, line: string, body?: string | Uint8Array): Promise<readonly string[]> {
  const result = await host.http(parseLine(line, body));
  assert.is(result.headers["content-type"], "application/json");
  const { error } = JSON.parse(result.body) as { error: ErrorBody };
  const problems = error.problems?.map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`);
  return [`${result.status} ${error.code}`, ...(problems ?? [])];
}

interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly id?: string;
  readonly problems?: readonly { readonly path: string; readonly expected: string; readonly found: string }[];
  readonly handlers?: readonly { readonly handler: string; readonly body: string }[];
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
      assert.equal((await askError(host, `PUT /api/items/1`, `{"id":${"9".repeat(10_000)},"label":"x","tags":[]}`)).slice(0, 1), ["400 request/does-not-fit"]);
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
      const upload = await host.http(parseLine("POST /api/upload", new Uint8Array([104, 101, 121])));
      assert.equal([upload.status, upload.headers["content-type"], upload.body], [200, "application/octet-stream", "yeh"]);
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
      assert.is(await ask(host, `GET /api/items/${firstId + 1n}`), `404 {"Err":{"Missing":${firstId + 1n}}}`);
    },
  },
  {
    name: "state survives a crash",
    async run(host) {
      assert.is(await ask(host, "POST /api/items", '{"AddItem":["kept"]}'), `201 {"id":${firstId + 2n},"label":"kept","tags":[],"note":null}`);
      await host.restart();
      assert.is(await ask(host, "GET /api/greeting"), '200 "started again"');
      assert.is(
        await ask(host, "GET /api/items"),
        `200 [{"id":1,"label":"cold tea","tags":[],"note":"iced"},{"id":${firstId + 2n},"label":"kept","tags":[],"note":null}]`,
      );
    },
  },
];
