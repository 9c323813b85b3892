/** Messages that no well-meaning client sends, to the subject of the shared cases, over each of its transports. */

import type { Random } from "../../runtime/node/random.js";

export type HostileMessage =
  | {
      readonly transport: "http";
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array;
    }
  | { readonly transport: "local" | "remote"; readonly body: string | Uint8Array }
  | { readonly transport: "ws" | "server"; readonly body: string | Uint8Array };

/** The same for the same random numbers. */
export function makeMessage(random: Random): HostileMessage {
  const transport = random.pick(["http", "http", "http", "local", "remote", "ws", "server"] as const);
  switch (transport) {
    case "http":
      return makeHttp(random);
    case "ws":
      return { transport, body: makeBody(random, random.pick(events)) };
    case "server":
      return { transport, body: makeBody(random, random.pick(quotes)) };
    default:
      return { transport, body: makeBody(random, random.pick(calls)) };
  }
}

/** Every kind of route that the subject has, but none whose handler is made to fail or to wait. */
const routes: readonly (readonly [method: string, path: string, body?: string])[] = [
  ["GET", "/api/items"],
  ["POST", "/api/items", '{"AddItem":["",["hot"]]}'],
  ["PUT", "/api/items/1", '{"id":1,"label":"cold tea","tags":[],"note":"iced"}'],
  ["GET", "/api/items/newest"],
  ["GET", "/api/codes/AB1"],
  ["GET", "/api/keys/hunter22?ttl=1"],
  ["GET", "/api/search?tags=a,b&id[0]=1&modes=Newest"],
  ["POST", "/api/login", '{"user":"a","password":"longenough","pin":1}'],
  ["PUT", "/api/look", '{"mode":"Oldest","tags":[],"range":[1,2],"words":["a"],"last":{"Missing":1},"hint":null}'],
  ["POST", "/api/entry", "title=a&count=1&labels=x&labels=y&modes=Newest"],
  ["POST", "/api/entry", '{"title":"a","count":1,"ok":true,"labels":["x"],"due":null,"modes":["Newest"],"secret":null}'],
  ["POST", "/api/pair", "left=x&right=3"],
  ["POST", "/api/digest", "[1,2,3]"],
  ["POST", "/api/refuse", '"because"'],
  ["POST", "/api/echo", '{"a":[1,{"b":null}]}'],
  ["GET", "/api/greeting"],
  ["POST", "/api/upload", "some bytes"],
  ["GET", "/admin/secret"],
  ["POST", "/nowhere/at/all", "{}"],
];

const calls: readonly string[] = [
  '{"AddItem":["tea",["hot"]]}',
  '{"RemoveItem":18446744073709551610}',
  '{"OnlyLocal":41}',
  '{"Hits":null}',
  '"Hits"',
  '{"WhoAsks":[]}',
  '{"Greeting":null}',
  '{"error":{"code":"x"}}',
];

const events: readonly string[] = ['{"Say":"hello"}', '"Leaf"', '{"Nap":1}', '{"Rested":1}'];

/** What a server sends to `feed`. */
const quotes: readonly string[] = ["5", "0", "99", "4294967295", "[1]", '{"u32":1}'];

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "PROPFIND"] as const;

const contentTypes = [
  null, null, "application/json", "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16",
  "application/x-www-form-urlencoded", "text/plain", "text/html", "application/octet-stream", "multipart/form-data; boundary=x",
  "", ";", "application/problem+json", "a/b/c", "text/plain; charset=", "\u00ff",
] as const;

/** Texts that programs stumble over. */
const strange: readonly string[] = [
  "", " ", "\0", "\n", "\r\n", "\u2028", "\ufeff", "\u202e", "\ufffd", "😀", "e\u0301", "__proto__", "constructor", "toString", "hasOwnProperty",
  "null", "true", "NaN", "Infinity", "-0", "1e400", "1e-400", "0x10", "01", "+1", "1_000", "1.0", "18446744073709551615", "18446744073709551616",
  "-1", "9007199254740993", "${x}", "`", "'", '"', "\\", "\\u0000", "\\ud800", "..", "../../etc/passwd", "%00", "%2e%2e%2f", "%", "%zz", "%c0%80",
  "%ff", "a,b", ",", ",,", "&", "=", "[", "]", "{", "}", "<script>", "a".repeat(201), "9".repeat(400),
];

/** Values in place of a part of a body. */
const strangeJson: readonly string[] = [
  ...strange.map((text) => JSON.stringify(text)),
  "null", "true", "0", "-0", "1.5", "1e999", "-1", "255", "256", "4294967296", "18446744073709551615", "18446744073709551616", "1E+2", "[]", "{}", "[[]]",
  '{"a":1,"a":2}', '{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '{"length":1e9}', '"\\ud800"', '"\\udc00\\ud800"',
  "9".repeat(2000), `-${"1".repeat(500)}.${"2".repeat(500)}e-300`, "[".repeat(200) + "]".repeat(200), '{"a":'.repeat(130) + "1" + "}".repeat(130),
];

/** Seldom, since each costs milliseconds. */
const huge: readonly (() => string)[] = [
  () => "9".repeat(1_000_000),
  () => `[${"0,".repeat(200_000)}0]`,
  () => "[".repeat(100_000),
  () => `"${"\\u0041".repeat(100_000)}"`,
  () => `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":${index}`).join(",")}}`,
  () => `"${"x".repeat(1_000_000)}"`,
  () => `${"a=1&".repeat(50_000)}b=2`,
  () => `{"Say":"${"\\\\".repeat(200_000)}"}`,
];

function makeHttp(random: Random): HostileMessage {
  const [method, route, base = ""] = random.pick(routes);
  let path = route;
  // A piece of the path, something behind it, or its query.
  if (random.below(4) === 0) path = path.replace(/\/[^/?]*$/, () => `/${escape(random, random.pick(strange))}`);
  if (random.below(8) === 0) path += random.pick(["/", "//", "/.", "/..", "?", "?=", "?&&", "#x", "/%2F", ";a=b"]);
  if (random.below(3) === 0) {
    const key = random.pick(["limit", "mode", "tags", "tags[0]", "tags[]", "tags[99999]", "id", "ttl", "__proto__", escape(random, random.pick(strange))]);
    path += `${path.includes("?") ? "&" : "?"}${key}=${escape(random, random.pick(strange))}`;
  }
  const headers: Record<string, string> = {};
  const contentType = random.pick(contentTypes);
  if (contentType !== null) headers["content-type"] = contentType;
  if (random.below(5) === 0) headers[random.pick(["x-user", "accept-language", "x-tone", "cookie", "content-length", "x-forwarded-for"])] = random.pick(strange);
  return { transport: "http", method: random.below(4) === 0 ? random.pick(methods) : method, path, headers, body: makeBody(random, base) };
}

function escape(random: Random, text: string): string {
  return random.below(2) === 0 ? encodeURIComponent(text) : text.replace(/[\s#?]/g, "");
}

function makeBody(random: Random, base: string): string | Uint8Array {
  switch (random.below(12)) {
    case 0:
      return "";
    case 1:
      return random.pick(strange);
    case 2:
      return random.pick(strangeJson);
    case 3:
      return Uint8Array.from({ length: random.below(40) }, () => random.below(256));
    case 4:
      return new TextEncoder().encode(base).slice(0, random.below(base.length + 1));
    case 5:
      return random.below(40) === 0 ? random.pick(huge)() : base;
    case 6:
      return `${base}${random.pick(strange)}`;
    default:
      return mutate(random, base);
  }
}

/** One to three parts of a JSON text, or of a form, in other words; or a character. */
function mutate(random: Random, base: string): string {
  let text = base;
  for (let count = random.below(3); count >= 0; count--) {
    const parts = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?[0-9][0-9.e+-]*|null|true|false|[=&][^=&]*/g)];
    const part = parts.length === 0 ? undefined : random.pick(parts);
    if (part && random.below(4) > 0) {
      text = text.slice(0, part.index) + random.pick(strangeJson) + text.slice(part.index + part[0].length);
    } else {
      const at = random.below(text.length + 1);
      text = text.slice(0, at) + random.pick(["", ...strange]) + text.slice(at + random.below(3));
    }
  }
  return text;
}
