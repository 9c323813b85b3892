/** Bodies of every kind, and what HTTP asks of answers. */

import * as assert from "uvu/assert";
import type { CaseHost } from "../case-host.js";
import { ask, askError, parseLine } from "./ask.js";
import type { Case } from "./cases.js";

const form = "application/x-www-form-urlencoded";

const entry = (parts: object) =>
  JSON.stringify({ title: "a b", count: 7, ok: false, labels: [], due: null, modes: [], secret: null, ...parts });

const sendForm = (host: CaseHost, body: string) => ask(host, "POST /api/entry", body, form);

export const httpCases: readonly Case[] = [
  {
    name: "a form is a record by its types: lists repeat a key, an optional field without text is absent",
    async run(host) {
      assert.is(await sendForm(host, "title=a+b&count=7"), `200 ${entry({})}`);
      assert.is(await sendForm(host, "title=a%20b&count=7&due=&labels=x&labels=y%2Cz&ok=true"), `200 ${entry({ ok: true, labels: ["x", "y,z"] })}`);
      assert.is(await sendForm(host, "title=a b&count=7&due=12&modes=Newest&modes=Oldest&modes=Newest&other=1"), `200 ${entry({ due: 12, modes: ["Newest", "Oldest"] })}`);
      assert.is(await sendForm(host, `title=${encodeURIComponent("ä&=😀")}&count=7`), `200 ${entry({ title: "ä&=😀" })}`);
      assert.is(await ask(host, "POST /api/entry", "title=a+b&count=7", `${form}; charset=UTF-8`), `200 ${entry({})}`);
    },
  },
  {
    name: "every violation in a form is told, without what is secret",
    async run(host) {
      assert.equal(await askError(host, "POST /api/entry", "title=&count=256&labels=x&modes=No&modes=Newest&due=soon&secret=ok&ok=on", form), [
        "400 request/does-not-fit",
        'body.title: expected string of 1 to 20 characters, found string ""',
        "body.count: expected u8, found string \"256\"",
        'body.ok: expected bool, found string "on"',
        'body.due: expected u32, found string "soon"',
        'body.modes[0]: expected one of Newest, Oldest, found string "No"',
      ]);
      assert.equal(await askError(host, "POST /api/entry", "count=1&count=2", form), [
        "400 request/does-not-fit",
        "body.title: expected string of 1 to 20 characters, found nothing",
        "body.count: expected u8, found list of 2",
      ]);
    },
  },
  {
    name: "a form is parameters by their names",
    async run(host) {
      assert.is(await ask(host, "POST /api/pair", "left=x&right=3", form), '200 ["x",3]');
      assert.is(await ask(host, "POST /api/pair", "left=", form), '200 ["",7]');
      assert.equal(await askError(host, "POST /api/pair", "right=-3", form), [
        "400 request/does-not-fit",
        "body.left: expected string, found nothing",
        'body.right: expected u8, found string "-3"',
      ]);
      assert.is(await ask(host, "POST /api/refuse", "reason=a+form", form), '422 {"Err":{"Refused":"a form"}}');
    },
  },
  {
    name: "a form that is JSON is JSON, as `curl -d` sends it",
    async run(host) {
      assert.is(await sendForm(host, '{"title":"a b","count":7,"labels":[],"modes":[]}'), `200 ${entry({})}`);
      assert.is(await ask(host, "POST /api/pair", '{"PutPair":["x"]}', form), '200 ["x",7]');
      assert.is(await ask(host, "POST /api/refuse", '"no"', form), '422 {"Err":{"Refused":"no"}}');
      // What can be no form has to be JSON.
      assert.equal(await askError(host, "PUT /api/look", "mode=Newest", form), ["400 request/not-json"]);
    },
  },
  {
    name: "text is a string as it is, JSON where it is in quotes or names the handler",
    async run(host) {
      for (const [text, reason] of [
        ["no, thanks", "no, thanks"],
        ["5", "5"],
        ["{", "{"],
        ["null", "null"],
        ['"quoted"', "quoted"],
        ['{"Refuse":"named"}', "named"],
        ['{"Other":"x"}', '{"Other":"x"}'],
      ] as const) {
        assert.is(await ask(host, "POST /api/refuse", text, "text/plain;charset=UTF-8"), `422 {"Err":{"Refused":${JSON.stringify(reason)}}}`);
      }
      assert.is(await ask(host, "POST /api/refuse", "a,b\n", "text/csv"), '422 {"Err":{"Refused":"a,b\\n"}}');
      assert.equal(await askError(host, "POST /api/refuse", new Uint8Array([0xff]), "text/plain"), ["400 request/not-json"]);
      // A browser's `fetch` says of every string that it is text.
      assert.is(await ask(host, "POST /api/pair", '{"PutPair":["x",1]}', "text/plain"), '200 ["x",1]');
      assert.equal(await askError(host, "POST /api/entry", "title=x", "text/plain"), ["400 request/not-json"]);
    },
  },
  {
    name: "bytes are the body as it is, unless it says that it is JSON",
    async run(host) {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
      const sum = bytes.reduce((left, right) => left + right, 0);
      assert.is(await ask(host, "POST /api/digest", bytes, "application/octet-stream"), `200 [70000,${sum}]`);
      assert.is(await ask(host, "POST /api/digest", "[1,2]", "image/png"), "200 [5,327]");
      assert.is(await ask(host, "POST /api/digest", "[1,2]", form), "200 [5,327]");
      assert.is(await ask(host, "POST /api/digest", "[1,2]"), "200 [2,3]");
      assert.is(await ask(host, "POST /api/digest", '{"Digest":[1,2]}', "application/vnd.x+json"), "200 [2,3]");
      assert.equal(await askError(host, "POST /api/digest", new Uint8Array(100_001), "image/png"), [
        "400 request/does-not-fit",
        "body: expected bytes of length 1 to 100000, found 100001 bytes",
      ]);
      assert.equal(await askError(host, "POST /api/digest"), ["400 request/does-not-fit", "body.data: expected bytes of length 1 to 100000, found nothing"]);
    },
  },
  {
    name: "a content type that a handler does not take is a 415 that says what it takes",
    async run(host) {
      const refusal = async (path: string, contentType: string) => {
        const { status, body } = await host.http(parseLine(`POST ${path}`, "{}", contentType));
        return `${status} ${(JSON.parse(body) as { error: { message: string } }).error.message}`;
      };
      assert.is(await refusal("/api/entry", "image/png"), `415 the body is image/png; it can be application/json or ${form}, in utf-8`);
      assert.is(await refusal("/api/refuse", "multipart/form-data; boundary=x"), `415 the body is multipart/form-data; it can be application/json or text/plain or ${form}, in utf-8`);
      assert.is(await refusal("/api/look", "text/html"), "405 /api/look does not take POST; it takes GET, PUT, HEAD, OPTIONS");
      assert.is(await refusal("/api/pair", "application/json; charset=latin1"), `415 the body is application/json in latin1; it can be application/json or ${form}, in utf-8`);
      // Nothing is of no type.
      assert.is((await host.http({ method: "POST", path: "/api/tell", headers: { "content-type": "image/png" } })).status, 400);
    },
  },
  {
    name: "a header that would be two is a failure of the handler, not a header",
    async run(host) {
      assert.is((await host.http(parseLine("POST /api/header", '"plain, text"'))).headers["x-value"], "plain, text");
      for (const value of ["a\r\nset-cookie: stolen=1", "a\nb", "ä", "\u0000"]) {
        assert.equal(await askError(host, "POST /api/header", JSON.stringify(value)), ["500 handler/failed"]);
      }
    },
  },
  {
    name: "what is escaped in a path is one piece of it",
    async run(host) {
      assert.is(await ask(host, "GET /api/orders/a%2Fb%20c%3F"), '200 "a/b c?"');
      assert.is(await ask(host, "GET /api/orders/%C3%A4%F0%9F%98%80"), '200 "ä😀"');
      assert.is(await ask(host, "GET /api/orders/a+b"), '200 "a+b"');
      assert.is(await ask(host, "GET /api/%6Frders/x"), '200 "x"');
      assert.equal((await askError(host, "GET /api/orders/a/b")).slice(0, 1), ["404 route/not-found"]);
    },
  },
];
