/** The commands that a running `hproc dev` takes: what each does and answers, and what it says to what is wrong. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CommandError } from "../../../compiler/cli/console/command-error.js";
import { runCommand } from "../../../compiler/cli/console/run-command.js";
import type { Session } from "../../../compiler/cli/console/session.js";
import { splitWords } from "../../../compiler/cli/console/words.js";
import { Chance } from "../../../runtime/node/chance.js";
import { Network } from "../../../runtime/node/network.js";
import { closeTestNodes, createTestNode, type TestNode } from "../../support/test-node.js";

const words = suite("words of a line");

const lines: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["", []],
  ["  ps \t", ["ps"]],
  ["kill alice.os@todo", ["kill", "alice.os@todo"]],
  ["m todo '{\"a\": 1}' 5", ["m", "todo", '{"a": 1}', "5"]],
  ['m todo {"a": [1,  {"b": "}] \\" x"}]} 5', ["m", "todo", '{"a": [1,  {"b": "}] \\" x"}]}', "5"]],
  ['m todo "Count Tasks"', ["m", "todo", '"Count Tasks"']],
  ["m todo [1, 2", ["m", "todo", "[1, 2"]],
  ["m todo 'not closed", ["m", "todo", "not closed"]],
  ["''", [""]],
];
for (const [line, expected] of lines) words(JSON.stringify(line), () => assert.equal(splitWords(line), expected));

words.run();

const test = suite("commands");
test.after.each(closeTestNodes);

const echo = `export function init() {
  for (;;) {
    const [source, message] = standard.receive();
    if (message.tag !== "request") continue;
    const body = text(message.val.body);
    if (body === '"end"') return;
    respond(JSON.stringify([source.node, source.process.processName, JSON.parse(body)]));
  }
}`;

test("of one node: a name is enough", async () => {
  const { run, nodes } = await createSession(["alice.os"]);
  await nodes[0]?.install(echo, {}, "other");
  assert.match(await run("ps"), /^p:test:test\.os {6}running for \d s {4}on exit none\nother:test:test\.os {2}running for \d s {4}on exit none$/);
  assert.is(await run('m p {"Add": 1}'), '["alice.os","terminal",{"Add":1}]');
  assert.is(await run("m our@p:test:test.os null 60"), '["alice.os","terminal",null]');
  assert.is(await run("m p null 3600 alice.os"), '["alice.os","terminal",null]');
  assert.match(await run("m kernel:distro:sys '{\"Debug\":\"ProcessMap\"}'"), /^\{"Debug":\{"ProcessMap":\{/);
  assert.is(await run("kill p"), "p:test:test.os was ended on alice.os");
  assert.is(await run("m p null"), "! there is no process `alice.os@p:test:test.os`, or it has ended; `ps` lists all");
  assert.match(await run("ps"), /^p:test:test\.os {6}stopped/);
  assert.is(await run("start p:test:test.os"), "p:test:test.os has started on alice.os");
  assert.is(await run("start p"), "! `p` is running; `restart p` ends it first");
  assert.is(await run("restart p"), "p:test:test.os has started on alice.os");
  assert.is(await run('m p "end" 0'), "! alice.os@p:test:test.os has not answered alice.os within 0 s");
  assert.match(await run("restart alice.os"), /^alice\.os has restarted at http:\/\/localhost:\d+$/);
  assert.is(await run("verbosity"), "the verbosity is 1");
  await nodes[0]?.install("export function init() { standard.printToTerminal(1, 'hello'); for (;;) standard.receive(); }", {}, "speaker");
  for (const line of ["logs 1", "logs speaker", "logs alice.os 1"]) assert.match(await run(line), /^\d\d:\d\d:\d\d test:test\.os: hello$/);
  assert.is(await run("logs other"), "nothing was printed");
  assert.is(await run("logs 0"), "nothing was printed");
  assert.match(await run("logs 5 2026-01-02T03:04:05.678Z"), /hello$/);
  assert.is(await run("logs speaker 5 2999-01-02T03:04:05.678Z"), "nothing was printed");
  assert.is(await run("verbosity 0"), "the verbosity is 0");
  assert.is(await run("logs speaker"), "nothing was printed");
});

test("of two nodes: faults, and which node is meant", async () => {
  const { run, network, quits } = await createSession(["alice.os", "bob.os"]);
  assert.match(await run("ps bob.os"), /^bob\.os {2}p:test:test\.os {2}running/);
  assert.is(await run("m bob.os@p 1 5 alice.os"), '["alice.os","terminal",1]');
  assert.is(await run("m carol.os@p:test:test.os 1"), "! alice.os cannot reach the node carol.os");
  assert.is(await run("m p 1"), "`p` is both `alice.os@p` and `bob.os@p`; say which");
  assert.is(await run("m our@p 1"), "`our` may be any of alice.os, bob.os; name the node");
  assert.is(await run("faults"), "the network has no faults");
  assert.is(await run("latency alice.os bob.os 200ms"), "alice.os and bob.os: 200 ms late");
  assert.is(await run("latency bob.os alice.os 1.5s 20ms"), "alice.os and bob.os: 1500 ms late, up to 20 ms more");
  assert.is(await run("loss bob.os alice.os 12.5%"), "alice.os and bob.os: 1500 ms late, up to 20 ms more, loses 12.5%");
  assert.is(await run("latency alice.os bob.os 0"), "alice.os and bob.os: loses 12.5%");
  assert.is(await run("partition alice.os bob.os"), "alice.os and bob.os: partitioned, loses 12.5%");
  assert.is(await run("offline alice.os"), "alice.os is offline\nalice.os and bob.os: partitioned, loses 12.5%");
  assert.is(await run("heal bob.os alice.os"), "alice.os is offline");
  assert.is(await run("online alice.os"), "the network has no faults");
  await run("offline bob.os");
  await run("loss alice.os bob.os 1");
  assert.is(await run("heal"), "the network has no faults");
  assert.equal(network.link("alice.os", "bob.os"), { between: ["alice.os", "bob.os"], isPartitioned: false, latencyMs: 0, jitterMs: 0, loss: 0 });
  assert.is(await run("seed"), "the seed is 7");
  assert.is(await run("seed 4294967295"), "the seed is 4294967295");
  assert.is(await run("quit"), "stopping");
  assert.is(quits.count, 1);
});

const wrong: readonly (readonly [line: string, message: string])[] = [
  ["''", "a command comes first; `help` lists them"],
  ["constructor", "there is no command `constructor`; `help` lists them"],
  ["latencu alice.os bob.os 1s", "there is no command `latencu`; did you mean `latency`?"],
  ["kill", "it is `kill <process>`; found `kill`"],
  ["heal alice.os bob.os now", "it is `heal [node] [node]`; found `heal alice.os bob.os now`"],
  ["heal alice.os", "`heal` takes two nodes or none; `online alice.os` brings a node back that is offline"],
  ["kill nobody", "there is no process `nobody`; `ps` lists all"],
  ["kill alice.os@pp:test:test.os", "there is no process `alice.os@pp:test:test.os`; `ps` lists all"],
  ["kill carol.os@p", "there is no node `carol.os`; there are `alice.os`, `bob.os`"],
  ["ps alice.so", "there is no node `alice.so`; did you mean `alice.os`?"],
  ["partition alice.os alice.os", "two different nodes have something between them; `alice.os` is named twice"],
  ["latency alice.os bob.os 200", "`200` is no time; it has a unit, as in `200ms` or `2s`"],
  ["latency alice.os bob.os -1s", "`-1s` is no time; it has a unit, as in `200ms` or `2s`"],
  ["loss alice.os bob.os 101%", "`101%` is no share; it is a percentage such as `10%`, or a number from 0 to 1"],
  ["loss alice.os bob.os 10", "`10` is no share; it is a percentage such as `10%`, or a number from 0 to 1"],
  ["seed 4294967296", "`4294967296` is no seed; it is a whole number from 0 to 4294967295"],
  ["verbosity high", "`high` is no verbosity; it is a whole number from 0 to 3"],
  ["logs 5 today", "`today` is no time of a day; it looks like `2026-01-02T03:04:05.678Z`"],
  ["logs alice.os many", "`many` is no number of lines; it is a whole number from 0 to 2000"],
  [
    'm alice.os@p {"Add"}',
    '`{"Add"}` is no JSON: expected `:`, found `}`; a handler without arguments is `{"Name":null}`',
  ],
  ["m alice.os@p 1 long", "`long` is no number of seconds; it is a whole number from 0 to 3600"],
];

test("what is wrong is said, with what would be right", async () => {
  const { run } = await createSession(["alice.os", "bob.os"]);
  for (const [line, message] of wrong) assert.is(await run(line), message);
});

test("help has every command, and each by itself", async () => {
  const { run } = await createSession(["alice.os"]);
  const names = (await run("help")).split("\n").map((line) => line.trim().split(" ")[0]);
  assert.equal(names, [
    ...["ps", "kill", "start", "restart", "logs", "verbosity", "m", "latency", "loss", "partition", "heal", "offline", "online"],
    ...["faults", "seed", "help", "quit"],
  ]);
  assert.is(await run("help kill"), "kill <process>: ends a process, without its on-exit");
  assert.is(await run("help kil"), "there is no command `kil`; did you mean `kill`?");
});

test.run();

/** `run` gives the text of the reply, or the message of the error; behind `! ` where the node refuses. */
async function createSession(names: readonly string[]) {
  const chance = new Chance(7);
  const network = new Network({ chance });
  const nodes: TestNode[] = [];
  for (const name of names) nodes.push(await createTestNode({ name, network, verbosity: 1 }));
  // So that no print of the node itself comes between.
  for (const node of nodes) await node.install(echo, { request_networking: true });
  const quits = { count: 0 };
  const session: Session = {
    nodes: new Map(nodes.map(({ node }, index) => [names[index] ?? "", node])),
    network,
    chance,
    quit: () => void quits.count++,
  };
  const run = async (line: string): Promise<string> => {
    try {
      return (await runCommand(splitWords(line), session)).text;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return `${error.isUsage ? "" : "! "}${error.message}`;
    }
  };
  return { run, nodes, network, quits };
}
