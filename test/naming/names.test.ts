/** Names of a schema as they come out in WIT, on the wire and in TypeScript. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { toBinding, toCamel, toPascal, toTypeIdentifier } from "../../compiler/naming/typescript-names.js";
import {
  escapeWit, findWitObstacle, isWitIdentifier, toKebab, toWitName, toWorldName,
} from "../../compiler/naming/wit-names.js";
import { toWireCase, toWireField } from "../../compiler/naming/wire-names.js";
import { splitWords } from "../../compiler/naming/words.js";

const conversions = suite("conversions of names");

conversions("one name in every form", () => {
  // source, WIT, a field on the wire, a case or handler on the wire
  const rows: readonly (readonly [string, string, string, string])[] = [
    ["id", "id", "id", "Id"],
    ["nextId", "next-id", "next_id", "NextId"],
    ["createTask", "create-task", "create_task", "CreateTask"],
    ["TodoError", "todo-error", "todo_error", "TodoError"],
    ["NotFound", "not-found", "not_found", "NotFound"],
    ["HTTPError", "h-t-t-p-error", "h_t_t_p_error", "HTTPError"],
    ["getX", "get-x", "get_x", "GetX"],
    ["level2", "level2", "level2", "Level2"],
    ["v2Beta", "v2-beta", "v2_beta", "V2Beta"],
    ["list", "%list", "list", "List"],
    ["Stream", "%stream", "stream", "Stream"],
    ["streamId", "stream-id", "stream_id", "StreamId"],
    ["errorContext", "%error-context", "error_context", "ErrorContext"],
    ["due_date", "due-date", "due_date", "DueDate"],
  ];
  for (const [source, wit, field, name] of rows) {
    assert.equal([toWitName(source), toWireField(source), toWireCase(source)], [wit, field, name], source);
  }
});

conversions("words of a name", () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ["", []],
    ["a", ["a"]],
    ["aB", ["a", "b"]],
    ["AB", ["a", "b"]],
    ["_a__b_", ["a", "b"]],
    ["äÖ", ["ä", "ö"]],
  ];
  for (const [source, words] of rows) assert.equal(splitWords(source), words, source);
});

conversions("TypeScript names", () => {
  assert.is(toCamel("AsyncRequester"), "asyncRequester");
  assert.is(toPascal("listTasks"), "ListTasks");
  assert.is(toPascal("async-requester"), "AsyncRequester");
  assert.is(toBinding("task"), "task");
  assert.is(toBinding("delete"), "delete_");
  assert.is(toBinding("await"), "await_");
  assert.is(toTypeIdentifier("Task"), "Task");
  assert.is(toTypeIdentifier("Map"), "Map_");
  assert.is(toTypeIdentifier("Uint8Array"), "Uint8Array_");
});

conversions("world names", () => {
  assert.is(toWorldName("todo", "template.os"), "todo-template-dot-os-v0");
  assert.is(toWorldName("async-app", "a.b.os"), "async-app-a-dot-b-dot-os-v0");
});

conversions.run();

const limits = suite("limits of WIT names");

limits("keywords are escaped, whole names only", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["from", "%from"],
    ["async", "%async"],
    ["map", "%map"],
    ["u8", "%u8"],
    ["f64", "%f64"],
    ["from-list", "from-list"],
    ["address", "address"],
  ];
  for (const [name, escaped] of rows) assert.is(escapeWit(name), escaped);
  assert.is(toKebab("list"), "list");
});

limits("what WIT cannot carry", () => {
  for (const name of ["a", "Task", "due_date", "level2", "list"]) assert.is(findWitObstacle(name), undefined, name);
  const rows: readonly (readonly [string, string])[] = [
    ["größe", "WIT names have only the letters a to z, digits and hyphens"],
    ["_a", "WIT names have no empty word before, between or after underscores"],
    ["a__b", "WIT names have no empty word before, between or after underscores"],
    ["_", "WIT names have no empty word before, between or after underscores"],
    ["a_1", "every word of a WIT name starts with a letter"],
    ["a".repeat(101), "it is longer than 100 characters"],
  ];
  for (const [name, reason] of rows) assert.is(findWitObstacle(name), reason, name);
});

limits("identifiers", () => {
  for (const name of ["a", "a-b", "a1-b2", "todo-template-dot-os-v0"]) assert.ok(isWitIdentifier(name), name);
  for (const name of ["", "A", "a-", "-a", "a--b", "1a", "a-1", "a b", "a_b", "%a"]) {
    assert.not(isWitIdentifier(name), name);
  }
});

limits.run();
