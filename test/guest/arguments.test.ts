import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  enumOf, json, listOf, optionOf, secretOf, setOf, string, u32, u64, withItems, withLength, type HandlerTable,
  type ParameterTable,
} from "../../runtime/contract/index.js";
import { maxBodyBytes, readCallArguments, readContent, readEnvelope, readHttpArguments } from "../../runtime/guest/arguments.js";

const id: ParameterTable = { name: "id", codec: u64, fallback: undefined, from: "path", key: "id", text: u64 };
const limit: ParameterTable = { name: "limit", codec: u32, fallback: () => 10, from: "query", key: "limit", text: u32, many: false };
const label: ParameterTable = { name: "label", codec: withLength(string, 1, 5), fallback: undefined, from: "body" };
const tags: ParameterTable = { name: "tags", codec: listOf(string), fallback: () => [], from: "body" };

function handler(...parameters: ParameterTable[]): HandlerTable {
  const returns = { kind: "json", codec: json, status: undefined } as const;
  return { name: "add", wireName: "Add", local: true, remote: true, http: undefined, parameters, returns };
}

function readHttp(
  target: HandlerTable,
  body: string,
  path: Record<string, string> = {},
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const read = readContent(new TextEncoder().encode(body));
  if (read.kind === "failure") return read.failure.message;
  const result = readHttpArguments(target, {
    request: { query: new Map(Object.entries(query)), headers: new Map(Object.entries(headers)) },
    pathValues: new Map(Object.entries(path)),
    content: read.content,
  });
  return result.kind === "values"
    ? result.values
    : result.failure.problems?.map((problem) => `${problem.path}: expected ${problem.expected}, found ${problem.found}`);
}

const http = suite("arguments of an HTTP request");

http("one body parameter is the value itself or the envelope", () => {
  for (const body of ['"tea"', '{"Add":"tea"}', '{"Add": "tea"}']) assert.equal(readHttp(handler(label), body), ["tea"]);
});

http("several body parameters come in the envelope, missing ones take their defaults", () => {
  assert.equal(readHttp(handler(label, tags), '{"Add":["tea",["hot"]]}'), ["tea", ["hot"]]);
  assert.equal(readHttp(handler(label, tags), '{"Add":["tea"]}'), ["tea", []]);
});

http("path and query are read as text of their type", () => {
  assert.equal(readHttp(handler(id, limit), "", { id: "18446744073709551615" }, { limit: "3" }), [18446744073709551615n, 3]);
  assert.equal(readHttp(handler(id, limit), "", { id: "7" }), [7n, 10]);
});

http("no body parameter: nothing, and every form of an empty envelope", () => {
  for (const body of ["", "null", "{}", '"Add"', '{"Add":null}', '{"Add":{}}']) assert.equal(readHttp(handler(), body), []);
  assert.equal(readHttp(handler(), "5"), ['body: expected nothing, or {"Add": null}, found number 5']);
  assert.equal(readHttp(handler(), '{"Add":[1]}'), ["body: expected null: the handler takes no arguments, found list of 1"]);
});

http("every violation is listed with its path", () => {
  assert.equal(readHttp(handler(id, limit, label, tags), '{"Add":["too long",["a",5,null]]}', { id: "-1" }, { limit: "x" }), [
    "body.label: expected string of 1 to 5 characters, found string \"too long\"",
    "body.tags[1]: expected string, found number 5",
    "body.tags[2]: expected string, found null",
    'path.id: expected u64, found string "-1"',
    'query.limit: expected u32, found string "x"',
  ]);
});

http("what is missing is named", () => {
  assert.equal(readHttp(handler(label), ""), ["body.label: expected string of 1 to 5 characters, found nothing"]);
  assert.equal(readHttp(handler(label), '{"Add":null}'), ["body.label: expected string, found null"]);
  assert.equal(readHttp(handler(label, tags), "5"), ['body: expected {"Add": [label, tags]}, found number 5']);
  assert.equal(readHttp(handler(label, tags), '{"Add":["a",[],1]}'), ["body: expected list of 2: [label, tags], found list of 3"]);
});

http("a body that is no JSON, no UTF-8 or too large", () => {
  assert.match(String(readHttp(handler(label), "{")), /^the body is not JSON: /);
  const invalid = readContent(new Uint8Array([0xff]));
  assert.is(invalid.kind === "failure" && invalid.failure.message, "the body is not UTF-8 text");
  const large = readContent(new Uint8Array(maxBodyBytes + 1));
  assert.is(large.kind === "failure" && large.failure.code, "request/too-large");
});

const user: ParameterTable = { name: "user", codec: u32, fallback: undefined, from: "header", key: "x-user", text: u32 };
const lang: ParameterTable = { ...user, name: "lang", codec: optionOf(string), text: string, key: "accept-language", fallback: () => undefined };

http("a header is read by its name in small letters", () => {
  assert.equal(readHttp(handler(user, lang), "", {}, {}, { "x-user": "7", "accept-language": "de" }), [7, "de"]);
  assert.equal(readHttp(handler(user, lang), "", {}, {}, { "x-user": "7" }), [7, undefined]);
  assert.equal(readHttp(handler(user, lang), ""), ["header.x-user: expected u32, found nothing"]);
  assert.equal(readHttp(handler(user), "", {}, {}, { "x-user": "me" }), ['header.x-user: expected u32, found string "me"']);
});

http.run();

const lists = suite("lists in a query");

const words: ParameterTable = { name: "words", codec: listOf(string), fallback: undefined, from: "query", key: "words", text: string, many: true };
const ids: ParameterTable = { ...words, name: "ids", key: "ids", codec: withItems(setOf(u64), 1, 3), text: u64, fallback: undefined };
const color = enumOf("Color", [["Red", "red"], ["Blue", "blue"]]);
const colors: ParameterTable = { ...words, name: "colors", key: "colors", codec: optionOf(listOf(color)), text: color, fallback: () => undefined };

const readQuery = (parameter: ParameterTable, query: string) =>
  readHttp(handler(parameter), "", {}, Object.fromEntries(new URLSearchParams(query)));

lists("elements stand between commas, or each in a key with its index", () => {
  assert.equal(readQuery(words, "words=a,b"), [["a", "b"]]);
  assert.equal(readQuery(words, "words=a"), [["a"]]);
  assert.equal(readQuery(words, "words[0]=a,b&words[1]=c"), [["a,b", "c"]]);
  assert.equal(readQuery(words, "words[10]=c&words[9]=b&words=a"), [["a", "b", "c"]]);
  assert.equal(readQuery(ids, "ids=18446744073709551615,2"), [new Set([18446744073709551615n, 2n])]);
  assert.equal(readQuery(colors, "colors=red,blue"), [["Red", "Blue"]]);
});

lists("none: empty, or what the parameter falls back to", () => {
  assert.equal(readQuery(words, ""), [[]]);
  assert.equal(readQuery(words, "words="), [[]]);
  assert.equal(readQuery(words, "words[0]="), [[""]]);
  assert.equal(readQuery(colors, ""), [undefined]);
  assert.equal(readQuery(colors, "colors="), [[]]);
  assert.equal(readQuery({ ...words, fallback: () => ["a"] }, ""), [["a"]]);
  assert.equal(readQuery({ ...words, fallback: () => ["a"] }, "words="), [[]]);
  assert.equal(readQuery(ids, ""), ["query.ids: expected set<u64> of 1 to 3 items, found list of 0"]);
});

lists("what does not fit is named by its place", () => {
  assert.equal(readQuery(ids, "ids=1,x,-1"), [
    'query.ids[1]: expected u64, found string "x"',
    'query.ids[2]: expected u64, found string "-1"',
  ]);
  assert.equal(readQuery(ids, "ids=1,2,3,4"), ["query.ids: expected set<u64> of 1 to 3 items, found list of 4"]);
  assert.equal(readQuery(words, "words[]=a"), ['query.words: expected words[0], words[1], …, found string "words[]"']);
  assert.equal(readQuery(words, "words[-1]=a"), ['query.words: expected words[0], words[1], …, found string "words[-1]"']);
});

lists("the http-server gives the last value of a repeated key, so that is all that can be read", () => {
  assert.equal(readQuery(words, "words=a&words=b"), [["b"]]);
});

lists.run();

const secrets = suite("secret arguments");

const password: ParameterTable = { name: "password", codec: secretOf(withLength(string, 8, 64)), fallback: undefined, from: "body" };
const token: ParameterTable = { name: "token", codec: secretOf(u32), fallback: undefined, from: "path", key: "token", text: secretOf(u32) };

secrets("no problem shows what came", () => {
  assert.equal(readHttp(handler(token, password), '"hunter2"', { token: "s3cret" }), [
    "body: expected string of 8 to 64 characters, found (secret)",
    "path.token: expected u32, found (secret)",
  ]);
  assert.equal(readHttp(handler(label, password), '"hunter2"'), ['body: expected {"Add": [label, password]}, found (secret)']);
  const hidden = { ...words, codec: secretOf(listOf(string)), text: secretOf(u32) };
  assert.equal(readQuery(hidden, "words=hunter2"), ["query.words[0]: expected u32, found (secret)"]);
});

secrets.run();

const calls = suite("arguments of a call");

const readCall = (target: HandlerTable, body: string) => {
  const read = readContent(new TextEncoder().encode(body));
  const envelope = read.kind === "content" ? readEnvelope(read.content) : undefined;
  if (!envelope) return "no envelope";
  const result = readCallArguments(target, envelope);
  return result.kind === "values" ? result.values : result.failure.message;
};

calls("as Rust processes write them", () => {
  assert.equal(readCall(handler(label), '{"Add":"tea"}'), ["tea"]);
  assert.equal(readCall(handler(id, label), '{"Add":[7,"tea"]}'), [7n, "tea"]);
  assert.equal(readCall(handler(), '{"Add":null}'), []);
  assert.equal(readCall(handler(), '"Add"'), []);
});

calls("what does not fit is named", () => {
  assert.is(readCall(handler(id, label), '{"Add":[7]}'), "the arguments do not fit Add: label: expected string of 1 to 5 characters, found nothing");
  assert.is(readCall(handler(label), '{"Add":[1]}'), "the arguments do not fit Add: label: expected string, found list of 1");
});

calls("a list, a number and an object of several keys are no envelope", () => {
  for (const body of ["[]", "5", '{"Add":1,"Remove":2}', "{}"]) assert.is(readCall(handler(), body), "no envelope");
});

calls.run();
