/** `hproc call` and `hproc view` of processes that run on a local node. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryFolder } from "../support/golden.js";
import { readJsonLine, readJsonLines } from "../support/json-lines.js";
import { createProject } from "../support/project.js";
import { runProject } from "../support/run-project.js";
import { zipOf } from "../support/package-zip.js";
import { withFakeNode } from "../support/fake-node.js";
import { runHere } from "./run-here.js";
import { hproc } from "./run-hproc.js";

const test = suite("call");

const project = await createProject("examples/todo");
const node = await runProject(project, "direct");
/** Has no schema. */
const elsewhere = await mkdtemp(join(tmpdir(), "hproc-test-"));

const todo = "todo:todo:template.os";

function call(...words: readonly string[]): ReturnType<typeof runHere> {
  return runHere("call", ...words, "--node", node.url, "--schema", project.folder);
}

/** The folder of the tests has no schema either. */
function callUnchecked(...words: readonly string[]): ReturnType<typeof runHere> {
  return runHere("call", ...words, "--node", node.url);
}

test("results as JSON, by any name of the handler; an `Err` is a result too, and exits with 1", async () => {
  const runs: readonly (readonly [words: readonly string[], code: number, stdout: string])[] = [
    [[todo, "countTasks"], 0, "0\n"],
    [
      [todo, "createTask", '{"title": "Tea"}'],
      0,
      '{\n  "Ok": {\n    "id": 1,\n    "title": "Tea",\n    "done": false,\n    "due": null\n  }\n}\n',
    ],
    [["todo", "CountTasks"], 0, "1\n"],
    [["Todo", "count-tasks", "null"], 0, "1\n"],
    [[`our@${todo}`, "countTasks", "{}"], 0, "1\n"],
    [
      ["todo", "removeTask", "18446744073709551615"],
      1,
      '{\n  "Err": {\n    "NotFound": 18446744073709551615\n  }\n}\n',
    ],
    [["todo", "removeTask", "1"], 0, '{\n  "Ok": null\n}\n'],
  ];
  for (const [words, code, stdout] of runs) {
    assert.equal(await call(...words), { code, stdout, stderr: "" }, words.join(" "));
  }
});

test("what does not fit the schema does not leave", async () => {
  const runs: readonly (readonly [words: readonly string[], stderr: string])[] = [
    [
      ["todo", "createTask", '{"title":""}'],
      'the arguments do not fit CreateTask:\n  task.title: expected string of 1 to 200 characters, found string ""',
    ],
    [["todo", "createTask"], "the arguments do not fit CreateTask:\n  task: expected NewTask, found nothing"],
    [
      ["todo", "createTask", "{}"],
      "the arguments do not fit CreateTask:\n  task.title: expected string of 1 to 200 characters, found nothing",
    ],
    [["todo", "removeTask", "-5"], "the arguments do not fit RemoveTask:\n  id: expected u64, found number -5"],
    [
      ["todo", "removeTask", "18446744073709551616"],
      "the arguments do not fit RemoveTask:\n  id: expected u64, found number 18446744073709551616",
    ],
    [
      ["todo", "countTasks", "1"],
      "the arguments do not fit CountTasks:\n  expected null: the handler takes no arguments, found number 1",
    ],
    [
      ["todo", "createTask", "Tea"],
      "`Tea` is not JSON: expected a value, found `T`, at character 1; a text has quotes of its own: '\"Tea\"'",
    ],
    [
      ["todo", "createTask", '{"title":'],
      '`{"title":` is not JSON: expected a value, found the end of the text, at character 10',
    ],
    [
      ["todo", "listTasks"],
      "`listTasks` of Todo is reached over HTTP only (GET /api/tasks); `local` would make it one to call",
    ],
    [["todo", "cuontTasks"], "Todo has no handler `cuontTasks`; did you mean `countTasks`?"],
    [["todo", "other"], "Todo has no handler `other`; it has createTask, removeTask, countTasks"],
    [["tood", "countTasks"], "`tood` is no address; did you mean `todo`?"],
    [["a@b@c:d:e", "countTasks"], "`a@b@c:d:e` is no address; it looks like `process:package:publisher`"],
    [
      ["counter:counter:template.os", "total"],
      `the schema knows no process \`counter:counter:template.os\`; it knows ${todo}`,
    ],
    [["todo"], "`hproc call` takes an address and a handler, as in `hproc call counter:counter:template.os total`"],
    [["todo", "removeTask", "1", "2"], "`hproc call` takes one argument as JSON, several as a list; found `1` and `2`"],
    [["todo", '{"CountTasks":null}', "1"], "a body that is sent as it is takes no argument beside it"],
    [
      ["todo", '{"CountTasks"'],
      '`{"CountTasks"` is not JSON: expected `:`, found the end of the text, at character 14',
    ],
    [["todo", "countTasks", "--timeout", "soon"], "`--timeout` takes a whole number up to 86400; found `soon`"],
  ];
  for (const [words, message] of runs) {
    assert.equal(await call(...words), { code: 2, stdout: "", stderr: `hproc: ${message}\n` }, words.join(" "));
  }
});

test("without a schema the process itself refuses", async () => {
  const runs: readonly (readonly [words: readonly string[], code: number, stdout: string, stderr: string])[] = [
    [[todo, "CountTasks"], 0, "0\n", ""],
    [[todo, '{"CountTasks":null}'], 0, "0\n", ""],
    [[todo, '"CountTasks"'], 0, "0\n", ""],
    [
      [todo, "CreateTask", '{"title":5}'],
      1,
      "",
      `hproc: ${todo} refuses the call (request/does-not-fit): the arguments do not fit CreateTask: task.title: expected string, found number 5\n`,
    ],
    [
      [todo, "ListTasks"],
      1,
      "",
      `hproc: ${todo} refuses the call (call/unknown-handler): no handler that test.os@http-server:distro:sys may call is named so\n`,
    ],
    [["vfs:distro:sys", '{"path":"/a:b.os/pkg","action":"ReadDir"}'], 1, '{\n  "Err": "NoReadCap"\n}\n', ""],
    [
      ["nobody:todo:template.os", "X", "--timeout", "1"],
      1,
      "",
      "hproc: no answer from nobody:todo:template.os within 1 s: there is no such process, it has not granted `http-server:distro:sys` the right to message it, or it takes longer\n",
    ],
  ];
  await Promise.all(
    runs.map(async ([words, code, stdout, stderr]) => {
      const run = await callUnchecked(...words);
      assert.equal([run.code, run.stdout, run.stderr], [code, stdout, stderr], words.join(" "));
    }),
  );
});

test("the schema of the current folder counts, and says so when it does not know the process", async () => {
  const here = await hproc(project.folder, "call", "todo", "removeTask", '"1"', "--node", node.url);
  assert.equal(
    [here.code, here.stderr],
    [2, 'hproc: the arguments do not fit RemoveTask:\n  id: expected u64, found string "1"\n'],
  );
  const other = await hproc(project.folder, "call", "kernel:distro:sys", "X", "--node", node.url, "--timeout", "1");
  assert.is(other.code, 1);
  assert.match(
    other.stderr,
    "hproc: the schema here knows no process kernel:distro:sys: the arguments are sent unchecked\n",
  );
});

test("a schema with errors is shown, and nothing leaves", async () => {
  await writeFile(join(elsewhere, "broken.hproc"), "package a:b.os@1.0.0\nprocess P { local x() -> u65 }\n");
  try {
    const run = await hproc(elsewhere, "call", "p", "x", "--node", node.url);
    assert.is(run.code, 1);
    assert.match(run.stderr, "error name/unknown-type: no type is named `u65`");
  } finally {
    await rm(join(elsewhere, "broken.hproc"));
  }
});

test("an answer that the schema does not allow is none, and processes that a schema uses are known by it", async () => {
  const greeting = { text: "hi", from: "a@b:c:d" };
  const reply = (body: unknown) => JSON.stringify(body === '{"Greeting":"Ann"}' ? greeting : { text: 1 });
  await withFakeNode(
    ({ json }) => ({ body: reply(json["body"]) }),
    async ({ url, posted }) => {
      const run = (argument: string) =>
        runHere(
          "call",
          "receiver",
          "greeting",
          argument,
          "--node",
          url,
          "--schema",
          join(repositoryFolder, "examples/async-requester"),
        );
      assert.equal(await run('"Ann"'), { code: 0, stdout: `${JSON.stringify(greeting, undefined, 2)}\n`, stderr: "" });
      assert.is((await run('""')).code, 2);
      assert.equal(await run('"Bob"'), {
        code: 1,
        stdout: "",
        stderr:
          "hproc: async-receiver:async-app:template.os has answered what the schema does not say:\n" +
          "  text: expected string, found number 1\n  from: expected Address, found nothing\n" +
          'the answer: {"text":1}\n',
      });
      assert.is(posted.length, 2);
    },
  );
});

test("--json: every outcome is a line", async () => {
  const runs: readonly (readonly [words: readonly string[], code: number, outcome: object])[] = [
    [[todo, "RemoveTask", "9007199254740993"], 1, { outcome: "err" }],
    [[todo, "CountTasks"], 0, { outcome: "ok", value: 0 }],
    [[todo, "CreateTask", "1"], 1, { outcome: "rejected", code: "request/does-not-fit" }],
    [["nobody:b:c", "X", "--timeout", "1"], 1, { outcome: "timeout" }],
  ];
  for (const [words, code, expected] of runs) {
    const run = await hproc(elsewhere, "call", ...words, "--node", node.url, "--json");
    assert.equal([run.code, run.stderr], [code, ""]);
    const line = readJsonLine(run.stdout);
    assert.equal({ ...line, ...expected }, line);
    // No digit is lost, which `JSON.parse` would not show.
    if (words.includes("RemoveTask")) assert.match(run.stdout, '"value":{"Err":{"NotFound":9007199254740993}}}\n');
  }
});

test.run();

const view = suite("view");

// The last of the two.
view.after(async () => {
  await node.stop();
  await project.remove();
  await rm(elsewhere, { recursive: true });
});

view("what runs on the node", async () => {
  const run = await runHere("view", "--node", node.url);
  assert.equal(run, { code: 0, stdout: `${todo}  interface\nand 11 processes of the node itself\n`, stderr: "" });
});

view("an interface as handlers and types", async () => {
  const { code, stdout, stderr } = await runHere("view", "todo:template.os", "--node", node.url);
  assert.equal([code, stderr], [0, ""]);
  assert.fixture(
    stdout,
    `todo
  count-tasks() -> u64                                     local, remote
  create-task(task: new-task) -> result<task, todo-error>  http POST /api/tasks, local
  get-task(id: u64) -> result<task, todo-error>            http GET /api/tasks/{id}
  list-tasks(filter: filter) -> list<task>                 http GET /api/tasks
  remove-task(id: u64) -> result<_, todo-error>            http DELETE /api/tasks/{id}, local, remote

  enum filter {
      all,
      open,
      done
  }

  record new-task {
      title: string
  }

  /// One task, as every client sees it.
  record task {
      id: u64,
      title: string,
      done: bool,
      due: option<string>
  }

  variant todo-error {
      /// The title was refused.
      invalid(string),
      not-found(u64),
      offline
  }
`,
  );
  for (const target of [todo, `test.os@${todo}`]) {
    assert.is((await runHere("view", target, "--node", node.url)).stdout, stdout);
  }
});

view("the WIT itself", async () => {
  const { stdout } = await runHere("view", todo, "--wit", "--node", node.url);
  assert.match(
    stdout,
    /^\/\/ todo\.wit\n\/\/ Generated by hproc .*\n\n(?:\/\/.*\n)*interface todo \{\nuse standard\.\{address\};\n/,
  );
});

view("lines for programs", async () => {
  for (const [words, kinds] of [
    [[], ["process", "line"]],
    [[todo], ["interface"]],
    [[todo, "--wit"], ["wit"]],
  ] as const) {
    const run = await hproc(elsewhere, "view", ...words, "--node", node.url, "--json");
    assert.equal([run.code, run.stderr], [0, ""]);
    assert.equal(
      readJsonLines(run.stdout).map(({ kind }) => kind),
      kinds,
    );
  }
});

view("what is not there", async () => {
  const runs: readonly (readonly [word: string, code: number, message: string])[] = [
    [
      "nothing:template.os",
      1,
      `the node at ${node.url} has no interface of nothing:template.os; \`hproc view\` lists what it has`,
    ],
    [
      "nothing",
      2,
      "`nothing` is neither a package nor a process; they look like `package:publisher` and `process:package:publisher`",
    ],
    ["A:b", 2, "`A:b` is no package; one looks like `package:publisher`"],
  ];
  for (const [word, code, message] of runs) {
    assert.equal(await runHere("view", word, "--node", node.url), { code, stdout: "", stderr: `hproc: ${message}\n` });
  }
});

view("a node that answers nonsense", async () => {
  const cases: readonly (readonly [body: string, message: string])[] = [
    ["nonsense", "the kernel of the node at <url> has not shown its processes"],
    ['{"Debug":{"ProcessMap":[]}}', "the kernel of the node at <url> has not shown its processes"],
  ];
  for (const [body, message] of cases) {
    await withFakeNode(
      () => ({ body }),
      async ({ url }) => {
        const { code, stderr } = await runHere("view", "--node", url);
        assert.equal([code, stderr], [1, `hproc: ${message.replace("<url>", url)}\n`]);
      },
    );
  }
  const blob = new TextEncoder().encode("no zip");
  await withFakeNode(
    () => ({ body: '{"GetApiResponse":"Success"}', blob }),
    async ({ url }) => {
      const { stderr } = await runHere("view", "a:b.os", "--node", url);
      assert.is(stderr, `hproc: what the node at ${url} has as the interface of a:b.os is no zip that can be read\n`);
    },
  );
  await withFakeNode(
    () => ({ body: '{"GetApiResponse":"Success"}', blob: zipOf({ "a.wit": "interface a {}", "b.wit": "nonsense" }) }),
    async ({ url }) => {
      const { code, stdout, stderr } = await runHere("view", "a:b.os", "--node", url);
      assert.equal([code, stdout], [1, "a\n"]);
      assert.match(stderr, /^error wit\/syntax: expected .*, found `nonsense`\n --> b\.wit:1:1\n/);
      const wit = await runHere("view", "a:b.os", "--wit", "--node", url);
      assert.equal(wit, { code: 0, stdout: "// a.wit\ninterface a {}\n// b.wit\nnonsense\n", stderr: "" });
    },
  );
});

view.run();
