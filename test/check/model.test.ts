/** The model of schemas without errors. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { check } from "../../compiler/check/check.js";
import type { Handler, Model } from "../../compiler/model/model.js";
import { parse } from "../../compiler/syntax/parse.js";
import { createSourceFile } from "../../compiler/text/source-file.js";
import { compile, compileModel } from "../support/compile.js";
import { repositoryFolder } from "../support/golden.js";

const tests = suite("model");

tests("the counter, whole", () => {
  const location = (line: number): object => ({ file: "counter.hproc", line });
  const u64 = { kind: "scalar", name: "u64" };
  const path = ["api", "total"].map((text) => ({ kind: "literal", text }));
  assert.equal(toJson(readExample("counter")), {
    package: {
      name: "counter",
      publisher: "template.os",
      version: "0.1.0",
      documentation: "The smallest process: one number that survives restarts.",
    },
    source: "counter.hproc",
    types: [],
    processes: [
      {
        name: "Counter",
        location: location(4),
        id: { processName: "counter", packageName: "counter", publisherNode: "template.os" },
        title: "Counter",
        world: "counter-template-dot-os-v0",
        save: { kind: "every-message" },
        log: { terminal: "debug", file: "info", requests: "none" },
        needs: [],
        state: [
          {
            name: "total",
            location: location(7),
            wireName: "total",
            type: u64,
            constraints: [],
            examples: [],
            secret: false,
          },
        ],
        endpoints: [
          { path: "/api", authenticated: false, localOnly: false, secureSubdomain: false, location: location(9) },
        ],
        socketEndpoints: [],
        uses: [],
        timers: [],
        sockets: [],
        clients: [],
        handlers: [
          {
            name: "total",
            documentation: "The present total.",
            location: location(12),
            wireName: "Total",
            local: true,
            remote: true,
            http: { methods: ["GET"], path, endpoints: ["/api"], catchAll: false },
            parameters: [],
            returns: u64,
          },
          {
            name: "add",
            documentation: "Adds to the total and returns it.",
            location: location(14),
            wireName: "Add",
            local: true,
            remote: true,
            http: { methods: ["POST"], path, endpoints: ["/api"], catchAll: false },
            parameters: [
              {
                name: "amount",
                location: location(14),
                wireName: "amount",
                type: u64,
                default: { kind: "number", text: "1" },
                constraints: [],
                examples: [],
                secret: false,
                from: "body",
              },
            ],
            returns: u64,
          },
        ],
      },
    ],
  });
});

tests("the to-do list: types, and where parameters come from", () => {
  const model = readExample("todo");
  const [task, newTask, filter, error] = toJson(model.types);
  assert.equal(task.fields.map((field: { default?: object }) => field.default), [
    undefined, undefined, { kind: "bool", value: false }, undefined,
  ]);
  assert.equal(newTask.fields[0].constraints, [{ kind: "length", minimum: 1, maximum: 200 }]);
  assert.is(task.documentation, "One task, as every client sees it.");
  assert.equal(filter.cases.map((one: { wireName: string }) => one.wireName), ["All", "Open", "Done"]);
  assert.equal(
    error.cases.map((one: { name: string; payload?: object; status?: number }) => [one.name, one.payload, one.status]),
    [
      ["Invalid", { kind: "scalar", name: "string" }, undefined],
      ["NotFound", { kind: "scalar", name: "u64" }, 404],
      ["Offline", undefined, undefined],
    ],
  );
  assert.equal(describeParameters(model), [
    "listTasks(filter from query = All)",
    "getTask(id from path)",
    "createTask(task from body)",
    "removeTask(id from path)",
    "countTasks()",
  ]);
  const [process] = model.processes;
  assert.equal(process?.ui, { folder: "./ui", authenticated: true, localOnly: false, secureSubdomain: false });
  assert.equal(process?.init, { documentation: undefined, location: { file: "todo.hproc", line: process?.init?.location.line } });
});

tests("two processes: ids, uses and save policies", () => {
  const [requester, receiver] = readExample("async-requester").processes;
  assert.is(requester?.title, "Async requester");
  assert.equal(requester?.save, { kind: "every-n-messages", count: 5 });
  assert.equal(requester?.uses, [
    {
      alias: "receiver",
      documentation: undefined,
      processId: "async-receiver:async-app:template.os",
      handlers: receiver?.handlers,
    },
  ]);
  assert.is(receiver?.id.processName, "async-receiver");
  assert.is(receiver?.world, requester?.world);
  assert.equal(receiver?.save, { kind: "never" });
  assert.equal(receiver?.handlers[0]?.returns, { kind: "named", name: "Greeting" });
});

tests("the endpoint of a path is the longest that covers it; methods stay in order", () => {
  const [process] = compileModel(`package a:b.os@0.1.0
    process P {
      endpoint http "/api"
      endpoint http "/api/admin" { localOnly true }
      endpoint http "/"
      http GET "/api/x" inner()
      http GET "/api/admin" outer()
      http GET "/api/administrator" other()
      http POST, GET "/" root(a: u8 from query)
      local none()
    }`).processes;
  const describe = ({ name, http }: Handler): string =>
    http === undefined ? name : `${name} ${http.methods.join(",")} ${http.endpoints.join(" ")}`;
  assert.equal(process?.handlers.map(describe), [
    "inner GET /api",
    "outer GET /api/admin",
    "other GET /api",
    "root POST,GET /",
    "none",
  ]);
});

tests("pathless handlers are reached through every endpoint", () => {
  const [process] = compileModel(`package a:b.os@0.1.0
    process Q {
      endpoint http "/a"
      endpoint http "/b"
      http POST, PUT pathless(a: u8)
      http GET catchAll() -> HttpResponse
      http POST noCatchAll(a: u8) -> HttpResponse
    }`).processes;
  assert.equal(process?.handlers.map(({ http }) => [http?.methods, http?.path, http?.endpoints, http?.catchAll]), [
    [["POST", "PUT"], undefined, ["/a", "/b"], false],
    [["GET"], undefined, ["/a", "/b"], true],
    [["POST"], undefined, ["/a", "/b"], false],
  ]);
});

tests("where a parameter comes from", () => {
  const rows: readonly (readonly [string, string])[] = [
    ['http GET "/x/{a}"  f(a: u8, b: u8)', "f(a from path, b from query)"],
    ['http DELETE "/x"  f(a: u8)', "f(a from query)"],
    ['http DELETE "/x"  f(a: u8 from body)', "f(a from body)"],
    ['http GET, HEAD "/x"  f(a: u8)', "f(a from query)"],
    ['http POST "/x/{a}"  f(a: u8, b: u8, c: u8 from query)', "f(a from path, b from body, c from query)"],
    ['http "/x/{a}"  f(a: u8, b: u8)', "f(a from path, b from body)"],
    ['http PUT, DELETE "/x"  f(a: u8)', "f(a from body)"],
    ["http POST f(a: u8)", "f(a from body)"],
    ["local f(a: u8)", "f(a from body)"],
  ];
  for (const [member, expected] of rows) {
    const model = compileModel(`package a:b.os@0.1.0\nprocess P {\n  endpoint http "/x"\n  ${member}\n}`);
    assert.equal(describeParameters(model), [expected]);
  }
});

tests("what is left out", () => {
  const [quiet, keeping] = compileModel(`package a:b.os@0.1.0
    process Quiet { local f() }
    process KeepingState { state { a: u8 } local f() }`).processes;
  assert.equal(quiet?.save, { kind: "never" });
  assert.equal(keeping?.save, { kind: "every-message" });
  assert.is(keeping?.title, "KeepingState");
  assert.is(keeping?.id.processName, "keeping-state");
  assert.is(quiet?.ui, undefined);
  assert.equal(quiet?.handlers[0]?.returns, { kind: "scalar", name: "unit" });
});

tests("numbers are exact and have no needless zeros", () => {
  const [declaration] = compileModel(`package a:b.os@0.1.0
    record A { a: u64 @range(0, 18446744073709551615) = 007, b: f64 @range(-00.50, 1.0) = -0.250 }`).types;
  if (declaration?.kind !== "record") throw new Error("no record");
  assert.equal(declaration.fields.map((field) => [field.default, field.constraints]), [
    [{ kind: "number", text: "7" }, [{ kind: "range", minimum: "0", maximum: "18446744073709551615" }]],
    [{ kind: "number", text: "-0.25" }, [{ kind: "range", minimum: "-0.5", maximum: "1" }]],
  ]);
});

tests("timers, sockets, save policies and options", () => {
  const [process] = compileModel(`package a:b.os@0.1.0
    variant In { Ping }
    process P {
      icon "./i.svg"
      widget "./w.html"
      save every 30 seconds
      endpoint ws "/ws" { authenticated false }
      endpoint ws "/ws/admin" { secureSubdomain true, extension true }
      every 10 minutes  sweep @deprecated("later")
      ws "/ws/live"  live(sends string, receives In)
      ws "/ws/admin"  raw()
    }`).processes;
  assert.equal([process?.icon, process?.widget, process?.save], [
    "./i.svg", "./w.html", { kind: "every-period", milliseconds: 30_000 },
  ]);
  assert.equal(toJson(process?.timers), [
    { name: "sweep", deprecated: "later", location: { file: "test.hproc", line: 9 }, periodMs: 600_000 },
  ]);
  assert.equal(toJson(process?.socketEndpoints).map((one: object) => ({ ...one, location: undefined })), [
    { path: "/ws", authenticated: false, secureSubdomain: false, extension: false, location: undefined },
    { path: "/ws/admin", authenticated: true, secureSubdomain: true, extension: true, location: undefined },
  ]);
  assert.equal(process?.sockets.map(({ name, path, endpoint, receives, sends }) => [name, path, endpoint, receives, sends]), [
    ["live", "/ws/live", "/ws", { kind: "named", name: "In" }, { kind: "scalar", name: "string" }],
    ["raw", "/ws/admin", "/ws/admin", undefined, undefined],
  ]);
  const policies: readonly (readonly [string, object])[] = [
    ["never", { kind: "never" }],
    ["on change", { kind: "on-change" }],
    ["every message", { kind: "every-message" }],
    ["every 1 message", { kind: "every-n-messages", count: 1 }],
    ["every 2 hours", { kind: "every-period", milliseconds: 7_200_000 }],
  ];
  for (const [policy, expected] of policies) {
    const model = compileModel(`package a:b.os@0.1.0\nprocess P {\n  save ${policy}\n  local f()\n}`);
    assert.equal(model.processes[0]?.save, expected);
  }
});

tests("needs: each once, in one order", () => {
  const model = compileModel("package a:b.os@0.1.0\nprocess P {\n  needs sqlite, vfs, sqlite\n  local f()\n}");
  assert.equal(model.processes[0]?.needs, ["vfs", "sqlite"]);
});

tests("a log: what is written, on top of the defaults", () => {
  const logs: readonly (readonly [string, object])[] = [
    ["", { terminal: "debug", file: "info", requests: "none" }],
    ["log {}", { terminal: "debug", file: "info", requests: "none" }],
    ["log { requests debug }", { terminal: "debug", file: "info", requests: "debug" }],
    ["log { file none, terminal error }", { terminal: "error", file: "none", requests: "none" }],
  ];
  for (const [member, expected] of logs) {
    const model = compileModel(`package a:b.os@0.1.0\nprocess P {\n  ${member}\n  local f()\n}`);
    assert.equal(model.processes[0]?.log, expected);
  }
});

tests("what annotations say", () => {
  const model = compileModel(`package a:b.os@0.1.0
    record A @deprecated("use B") @example({ id: 1 }) {
      id: u64 @wire("ID") @secret @example(7) @example(8)
      next: string @pattern("^a") @deprecated = "a"
    }
    enum E { One @wire("one"), Two }
    variant V { X(E) @status(404) @wire("x"), Y }
    type T = string @secret
    process P { local get(a: A, v: V, t: T @wire("tt")) @wire("fetch") }`);
  const [record, choice, variant, alias] = toJson(model.types);
  assert.is(record.deprecated, "use B");
  const number = (text: string): object => ({ kind: "number", text });
  assert.equal(record.examples, [{ kind: "record", fields: [{ name: "id", value: number("1") }] }]);
  const [id, next] = record.fields;
  assert.equal([id.wireName, id.secret, id.examples], ["ID", true, [number("7"), number("8")]]);
  assert.equal([next.wireName, next.secret, next.deprecated], ["next", false, ""]);
  assert.equal(next.constraints, [{ kind: "pattern", pattern: "^a" }]);
  assert.equal(choice.cases.map((one: { wireName: string }) => one.wireName), ["one", "Two"]);
  assert.equal(variant.cases.map((one: { wireName: string }) => one.wireName), ["x", "Y"]);
  assert.is(alias.secret, true);
  const [handler] = model.processes[0]?.handlers ?? [];
  assert.is(handler?.wireName, "fetch");
  assert.equal(handler?.parameters.map(({ wireName }) => wireName), ["a", "v", "tt"]);
});

tests("values with parts", () => {
  const [declaration] = compileModel(`package a:b.os@0.1.0
    record Point { x: u8, y: u8 = 2 }
    variant V { A(u8), B }
    record A { a: list<Point> = [{ x: 1 }], b: V = A(7), c: V = B, d: tuple<u8, bool> = [1, true], e: bytes = [255] }
  `).types.filter(({ name }) => name === "A");
  if (declaration?.kind !== "record") throw new Error("no record");
  const number = (text: string): object => ({ kind: "number", text });
  assert.equal(declaration.fields.map((field) => toJson(field.default)), [
    { kind: "list", elements: [{ kind: "record", fields: [{ name: "x", value: number("1") }] }] },
    { kind: "case", name: "A", value: number("7") },
    { kind: "case", name: "B" },
    { kind: "list", elements: [number("1"), { kind: "bool", value: true }] },
    { kind: "list", elements: [number("255")] },
  ]);
});

tests("types of other files come along, with what they need; the schema's names for them count", () => {
  const model = compileModel({
    "a.hproc": `package a:b.os@0.1.0
      use { Task, Owner as Person } from "./types.hproc"
      record Owner { task: Task }
      process P {
        uses other:c:d.os as other from "./other.hproc"
        local get(owner: Owner)
      }`,
    "types.hproc": "record Task { owner: Owner }\nrecord Owner { name: string }\nrecord Unneeded { a: u8 }",
    "other.hproc": "package c:d.os@0.1.0\nrecord Answer { a: u8 }\nprocess Other { local ask() -> Answer\n endpoint http \"/x\"\n http GET \"/x\" hidden() }",
  });
  assert.equal(model.types.map(({ name, location }) => [name, location.file]), [
    ["Owner", "a.hproc"], ["Task", "types.hproc"], ["Person", "types.hproc"], ["Answer", "other.hproc"],
  ]);
  const [, task] = model.types;
  if (task?.kind !== "record") throw new Error("no record");
  assert.equal(task.fields[0]?.type, { kind: "named", name: "Person" });
  assert.equal(model.processes.map(({ name }) => name), ["P"]);
  const [use] = model.processes[0]?.uses ?? [];
  assert.is(use?.processId, "other:c:d.os");
  assert.equal(use?.handlers.map(({ name, returns }) => [name, returns]), [["ask", { kind: "named", name: "Answer" }]]);
});

tests("folders of the source do not show", () => {
  const tree = parse(createSourceFile("some/folder/a.hproc", "package a:b.os@0.1.0\ntype A = u8")).tree;
  const { model } = check([{ tree, files: new Map(), missing: [] }]);
  assert.is(model?.source, "a.hproc");
  assert.equal(model?.types[0]?.location, { file: "a.hproc", line: 2 });
});

tests("warnings alone leave a model, an error does not", () => {
  const text = "package a:b.os@0.1.0\nrecord Unused { a: u8 }\nprocess P { local f() }";
  assert.equal(compile(text).diagnostics.map(({ code }) => code), ["type/unused"]);
  assert.ok(compile(text).checked.model);
  assert.is(compile(`${text}\nrecord B { b u8 }`).checked.model, undefined);
  assert.is(compile("").checked.model, undefined);
});

tests.run();

function readExample(name: string): Model {
  const path = `examples/${name}/${name}.hproc`;
  return compileModel({ [`${name}.hproc`]: readFileSync(join(repositoryFolder, path), "utf8") });
}

function describeParameters(model: Model): readonly string[] {
  return model.processes.flatMap(({ handlers }) =>
    handlers.map(({ name, parameters }) => {
      const list = parameters.map((parameter) => {
        const start = `${parameter.name} from ${parameter.from}`;
        return parameter.default?.kind === "case" ? `${start} = ${parameter.default.name}` : start;
      });
      return `${name}(${list.join(", ")})`;
    }),
  );
}

/** As `model.json` has it: without members that are undefined. */
function toJson(value: unknown): ReturnType<typeof JSON.parse> {
  return JSON.parse(JSON.stringify(value));
}
