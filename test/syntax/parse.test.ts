/** What the parser makes of texts: trees with tight spans, and everything that could be read of broken ones. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { maxExplainedCount } from "../../compiler/syntax/attempt.js";
import { childrenOf, walk } from "../../compiler/syntax/children.js";
import type { SchemaSyntax, SyntaxNode } from "../../compiler/syntax/nodes.js";
import { parse } from "../../compiler/syntax/parse.js";
import { createSourceFile } from "../../compiler/text/source-file.js";
import { repositoryFolder } from "../support/golden.js";

const examples: readonly string[] = ["counter/counter", "todo/todo", "async-requester/async-requester", "ticker/ticker"];

const trees = suite("syntax trees");

trees("a declaration with everything, as an outline", () => {
  const text = `
/// A task.
/// Of a list.
record Task { /* first */ id: u64, // second
  title: string @length(1, 200) = "new"
}
process Todo {
  http GET, POST "/x", local
    find(filter: list<Task> = [] from query,) -> Task
}`;
  assert.fixture(outline(readSchema(text), text), `schema
  record: record Task { /* first */ id: u64, // second…
    documentation: /// A task.…
    word: Task
    field: id: u64
      word: id
      type: u64
        word: u64
    field: title: string @length(1, 200) = "new"
      word: title
      type: string
        word: string
      annotation: @length(1, 200)
        word: length
        number: 1
        number: 200
      string: "new"
  process: process Todo {…
    word: Todo
    handler: http GET, POST "/x", local…
      transport: http GET, POST "/x"
        word: GET
        word: POST
        string: "/x"
      transport: local
      word: find
      parameter: filter: list<Task> = [] from query
        word: filter
        type: list<Task>
          word: list
          type: Task
            word: Task
        list: []
        source: from query
          word: query
      type: Task
        word: Task`);
});

trees("forms that mean the same", () => {
  const same: readonly (readonly [string, string])[] = [
    ["record A { a: u8, b: u8 }", "record A {\n  a: u8\n  b: u8\n}"],
    ["record A { a: u8, b: u8, }", "record A {\r\n  a: u8,\r\n\r\n  b: u8,\r\n}"],
    ["enum A { B, C }", "enum A\n{\n  B // one\n  C /* two */\n}"],
    ["type A = map<u8, list<u8>>", "type A =\n  map<\n    u8,\n    list<u8>,\n  >"],
    ["process P { save never local f() }", "process P {\n  save never\n\n  local f(\n  )\n}"],
    ['process P { http GET, POST "/x", local f() }', 'process P {\n  http GET,\n  POST\n  "/x",\n  local\n  f()\n}'],
    ['process P { ui "./ui" { a true, b false } }', 'process P {\n  ui "./ui" {\n    a true\n    b false\n  }\n}'],
    ["record A { a: u8 }", "\ufeffrecord A { a: u8 }"],
    ["record A { a: u8 }", "//// four slashes\nrecord A { a: u8 } //"],
  ];
  for (const [left, right] of same) {
    assert.equal(withoutSpans(readSchema(right)), withoutSpans(readSchema(left)), right);
  }
});

trees("kinds, methods and the name of a handler", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["http f()", "http | f"],
    ["http GET f()", "http GET | f"],
    ["http GET, POST f()", "http GET POST | f"],
    ["http GET, POST \"/x\", local f()", "http GET POST /x, local | f"],
    ["http, local, remote f()", "http, local, remote | f"],
    ["local, http GET \"/x\", remote f()", "local, http GET /x, remote | f"],
    ["http GET, local f()", "http GET, local | f"],
    ["http http()", "http | http"],
    ["local remote()", "local | remote"],
    ["http GET, local local()", "http GET, local | local"],
    ["http init()", "http | init"],
  ];
  for (const [member, expected] of rows) {
    const [process] = readSchema(`process P { ${member} }`).declarations;
    const handler = process?.kind === "process" ? process.members[0] : undefined;
    if (handler?.kind !== "handler") throw new Error(`no handler in ${member}`);
    const kinds = handler.transports.map(({ name, methods, path }) =>
      [name, ...methods.map((method) => method.text), ...(path === undefined ? [] : [path.value])].join(" "),
    );
    assert.is(`${kinds.join(", ")} | ${handler.name.text}`, expected);
  }
});

trees("documentation and strings are read", () => {
  const schema = readSchema('/// one\n///two\n\n///   three\n////no\ntype A = u8 @x("a\\n\\"\\u{1f600}")');
  const [alias] = schema.declarations;
  if (alias?.kind !== "alias") throw new Error("no alias");
  assert.is(alias.documentation?.text, "one\ntwo\n  three");
  const [argument] = alias.annotations[0]?.arguments ?? [];
  assert.is(argument?.kind === "string" ? argument.value : undefined, 'a\n"😀');
});

trees("children lie inside their parents, in order; the walk finds every node", () => {
  for (const example of examples) {
    const text = readFileSync(join(repositoryFolder, `examples/${example}.hproc`), "utf8");
    const schema = readSchema(text);
    const found = new Set(walk(schema));
    assert.is(found.size, nodesIn(schema).length, example);
    for (const node of found) {
      assert.is(text.slice(node.span.start, node.span.end).trim().length, node.span.end - node.span.start, node.kind);
      let end = node.span.start;
      for (const child of childrenOf(node)) {
        if (child.kind === "documentation") continue;
        assert.ok(child.span.start >= end && child.span.end <= node.span.end, `${child.kind} in ${node.kind}`);
        end = child.span.end;
      }
    }
  }
});

trees.run();

const recovery = suite("recovery");

recovery("what is broken is repaired or left out, the rest stays", () => {
  const rows: readonly (readonly [text: string, outline: string, errorCount: number])[] = [
    ["record A { a u8 }\nrecord B { b: u8 }", "record, record", 1],
    ["record A {\n  a: u8\nrecord B { b: u8 }", "record, record", 1],
    ["recrod A { a: u8 }\nfoo\nenum B { C }", "record, broken, enum", 2],
    ["type A = \ntype B = u8", "broken A, alias", 1],
    ["package a\nrecord B { b: u8 }", "broken a, record", 1],
    ["record A { a: u8 } }\nrecord B { b: u8 }", "record, broken, record", 1],
    ["use { A, B as D } form \"./x.hproc\"\nrecord C { a: A }", "use, record", 1],
    ["process P {\n  save x\n  local f()\n}", "process(broken, handler)", 1],
    ["process P {\n  state { a u8 }\n  http GET\n  f()\n  g()\n}", "process(state, handler, handler)", 2],
    ["process P {\n  state { a: u8\n  local f()\n}\nrecord A { a: u8 }", "process(state, handler), record", 1],
    ["process P {\n  local f()\nrecord A { a: u8 }", "process(handler), record", 1],
    ["process P {\n  /// doc\n  local f(\n  /// other\n  local g()\n}", "process(handler, handler)", 1],
    ["process { local f() }\nrecord A { a: u8 }", "broken, record", 1],
    ["process P\n  local f()\n}\nrecord A { a: u8 }", "process(handler), record", 1],
    ["record A { record: u8, type: u8\n  process: u8 x }\nrecord B { b: u8 }", "record, record", 1],
  ];
  for (const [text, expected, errorCount] of rows) {
    const { tree, diagnostics } = parse(createSourceFile("test.hproc", text));
    const actual = tree.schema.declarations.map((declaration) => {
      if (declaration.kind === "broken") return ["broken", ...declaration.names].join(" ");
      if (declaration.kind !== "process") return declaration.kind;
      return `process(${declaration.members.map((member) => member.kind).join(", ")})`;
    });
    assert.is(actual.join(", "), expected, text);
    assert.is(diagnostics.length, errorCount, text);
    assert.is(tree.complete, false, text);
  }
});

recovery("of very many mistakes, the first are explained; what follows is still no schema", () => {
  const { tree, diagnostics } = parse(createSourceFile("test.hproc", `record A {\n${"§\n".repeat(2000)}}\nrecord B { b: u8 }`));
  assert.is(diagnostics.length, maxExplainedCount);
  assert.is(tree.complete, false);
  assert.equal(tree.schema.declarations.map(({ kind }) => kind), ["record", "record"]);
});

recovery.run();

function readSchema(text: string): SchemaSyntax {
  const { tree, diagnostics } = parse(createSourceFile("test.hproc", text));
  assert.equal(diagnostics.map(({ message }) => message), [], text);
  assert.ok(tree.complete);
  return tree.schema;
}

/** One line for each node: its kind and the first line of its text. */
function outline(node: SyntaxNode, text: string, depth = 0): string {
  const [first = "", ...others] = text.slice(node.span.start, node.span.end).split("\n");
  const line = node.kind === "schema" ? "schema" : `${node.kind}: ${first}${others.length > 0 ? "…" : ""}`;
  return ["  ".repeat(depth) + line, ...childrenOf(node).map((child) => outline(child, text, depth + 1))].join("\n");
}

function withoutSpans(schema: SchemaSyntax): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === "span" ? undefined : value)));
}

/** Every object with a `kind` and a `span`, found without the table of children. */
function nodesIn(value: unknown): readonly object[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "kind" in value && "span" in value ? [value] : [];
  return [...own, ...Object.values(value).flatMap(nodesIn)];
}
