/** What handlers do with the system processes that their schema needs. */

import * as assert from "uvu/assert";
import { parseJson } from "../../../runtime/contract/index.js";
import { ask } from "./ask.js";
import type { Case } from "./cases.js";

export const serviceCases: readonly Case[] = [
  {
    name: "vfs: files of the own drives, errors by kind",
    async run(host) {
      const { status, body } = await host.http({ method: "POST", path: "/api/files" });
      assert.is(status, 200, body);
      const folder = "/subject:test.os/data/notes";
      assert.equal(JSON.parse(body), {
        before: "not-found",
        walked: [
          `file ${folder}/a.txt`,
          `folder ${folder}/old`,
          `file ${folder}/old/b.bin`,
          `folder ${folder}/old/older`,
          `file ${folder}/old/older/d.txt`,
        ],
        text: "one\ntwo, ä\n",
        bytes: [111, 110, 101, 10],
        stat: { kind: "file", size: 12 },
        hash: [73, 202, 248],
        exists: [true, false],
        notText: "not-text",
        full: "not-empty",
        foreign: "VfsError: vfs /other:test.os/data/a.txt: NoReadCap",
        after: ["older"],
      });
    },
  },
  {
    name: "kv: values of bytes and text, transactions that are done or not at all",
    async run(host) {
      const { status, body } = await host.http({ method: "POST", path: "/api/keys" });
      assert.is(status, 200, body);
      assert.equal(JSON.parse(body), {
        inside: ["cold", null, null, "hot"],
        sum: 7,
        thrown: "RangeError: not today",
        after: ["cold", null],
        empty: [0, 255],
        notText: "not-text",
      });
    },
  },
  {
    name: "sqlite: parameters are what they were given as, integers have every digit, a transaction that fails does nothing",
    async run(host) {
      const wrong = "SqliteError: sqlite main: RusqliteError: Wrong number of parameters passed to query. Got 0, needed 1";
      const rows = [
        '{"id":1,"kind":"text","name":"Zoë","photo":"AAEC","score":1.5}',
        '{"id":9223372036854775807,"kind":"text","name":"?","photo":null,"score":1}',
      ];
      const { status, body } = await host.http({ method: "POST", path: "/api/rows" });
      assert.is(status, 200, body);
      const failed = "sql RusqliteError: UNIQUE constraint failed: users.id";
      assert.is(sorted(body), `{"failed":"${failed}","rows":[${rows.join()}],"short":"${wrong}","some":1,"wrong":"sql NotAReadKeyword"}`);
    },
  },
  {
    name: "fetch: what is sent and comes back, and the ways in which nothing does",
    async run(host) {
      const asked: string[] = [];
      const url = await host.serveHttp(({ method, contentType, body }) => {
        asked.push(`${method} ${contentType} ${body}`);
        return { status: 201, headers: { "X-Served": "yes" }, body: '{"done":true}' };
      });
      const answer = await ask(host, "POST /api/ask", JSON.stringify(url));
      const stopped = `FetchError: http-client ${url}: no answer in time, or no right to ask`;
      const served = '"status":201,"ok":true,"header":"yes","json":{"done":true}';
      assert.is(answer, `200 {${served},"gone":"network","wrong":"request","stopped":"${stopped}"}`);
      assert.equal(asked, ['PUT text/plain;charset=UTF-8 {"n":1}']);
    },
  },
];

/** JSON of objects by the order of their names, numbers as they are. */
function sorted(text: string): string {
  const write = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(write).join()}]`;
    if (typeof value !== "object" || value === null) return typeof value === "bigint" ? String(value) : JSON.stringify(value);
    return `{${Object.entries(value).sort().map(([name, each]) => `${JSON.stringify(name)}:${write(each)}`).join()}}`;
  };
  const parsed = parseJson(text);
  if (parsed.kind === "problem") throw new Error(parsed.message);
  return write(parsed.value);
}
