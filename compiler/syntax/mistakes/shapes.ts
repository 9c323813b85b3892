/** How each construct is written: what to say when nothing better is known about a mistake in it. */

import type { Habit } from "./situation.js";

/** By its first word. */
const shapes: ReadonlyMap<string, string> = new Map([
  ["endpoint", 'endpoint http "/api" { authenticated false }'],
  ["engine", "engine quickjs"],
  ["enum", "enum Filter { All, Open, Done }"],
  ["every", "every 10 minutes  sweep"],
  ["http", 'http GET "/api/tasks/{id}"  getTask(id: u64) -> string'],
  ["icon", 'icon "./assets/icon.svg"'],
  ["init", "init"],
  ["local", "local, remote  getTask(id: u64) -> string"],
  ["log", "log { terminal info, file debug }"],
  ["name", 'name "To-do"'],
  ["needs", "needs vfs, kv"],
  ["package", "package todo:template.os@0.1.0"],
  ["process", 'process Todo { name "To-do" }'],
  ["record", "record Task { id: u64, title: string }"],
  ["remote", "local, remote  getTask(id: u64) -> string"],
  ["save", "save every message"],
  ["state", "state { nextId: u64 = 1 }"],
  ["timeout", "timeout 10 seconds"],
  ["type", "type Titles = list<string>"],
  ["ui", 'ui "./ui" { authenticated true }'],
  ["use", 'use { Task } from "./types.hproc"'],
  ["uses", "uses counter:counter:template.os as counter"],
  ["variant", "variant Fault { Offline, Invalid(string) }"],
  ["widget", 'widget "./assets/widget.html"'],
  ["world", 'world "todo-template-dot-os-v0"'],
  ["ws", 'ws "/ws"  live(receives ClientEvent, sends ServerEvent)'],
]);

export const shapeHabits: readonly Habit[] = [
  {
    expected: "a declaration",
    advise: () => ({
      help: "a file has `package`, `use`, `record`, `enum`, `variant`, `type` and `process`; a comment begins with `//`",
    }),
  },
  {
    expected: "a member of the process",
    advise: () => ({
      help: "a process has settings such as `save every message`, and handlers such as `local  ping()`",
    }),
  },
  // Behind a field, where nothing but its annotations and default may stand.
  {
    expected: "a new line",
    kind: "word",
    advise: ({ expected }) =>
      expected.includes("`=`")
        ? { help: 'behind the type stand annotations and a default alone: `title: string @length(1, 200) = "new"`' }
        : undefined,
  },
  {
    first: "ws",
    advise: ({ tokens }) =>
      tokens[1]?.text === "client"
        ? { help: "it is written so: `ws client  feed(receives Quote, sends Order)`" }
        : undefined,
  },
  {
    advise: ({ first }) => {
      const shape = shapes.get(first.text);
      return shape === undefined ? undefined : { help: `it is written so: \`${shape}\`` };
    },
  },
  { expected: "a name", advise: () => ({ help: "a field is written so: `title: string`" }) },
];
