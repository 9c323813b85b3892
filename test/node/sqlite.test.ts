/** `sqlite:distro:sys` in its own words. */

import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SqliteDatabases } from "../../runtime/node/services/sqlite/databases.js";
import { addSqliteService } from "../../runtime/node/services/sqlite/service.js";
import { countParameters } from "../../runtime/node/services/sqlite/statement.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { DatabaseAsker } from "../support/database-asker.js";

interface Context {
  kernel: FakeKernel;
  databases: SqliteDatabases;
  asker: DatabaseAsker;
}

const sqlite = suite<Context>("sqlite");

sqlite.before.each((context) => {
  context.kernel = new FakeKernel();
  context.databases = new SqliteDatabases(undefined);
  addSqliteService(context.kernel.kernel, context.databases);
  context.asker = new DatabaseAsker(context.kernel, "sqlite:distro:sys", "p:k:b.os");
  context.asker.ask("Open");
});
sqlite.after.each(({ databases }) => databases.close());

const ok = '"Ok"';
const refused = (answer: string): string => `{"Err":${answer}}`;
const failed = (text: string): string => refused(`{"RusqliteError":"${text}"}`);
const write = (statement: string, id: number | null = null): unknown => ({ Write: { statement, tx_id: id } });

/** What a parameter is in SQL, and how it comes back. */
const values: readonly (readonly [parameter: string, type: string, value: string])[] = [
  ["1", "integer", "1"],
  ["9223372036854775807", "integer", "9223372036854775807"],
  ["-9223372036854775808", "integer", "-9223372036854775808"],
  ["2.5", "real", "2.5"],
  ["true", "integer", "1"],
  ["false", "integer", "0"],
  ["null", "null", "null"],
  ['"abc"', "text", '"abc"'],
  ['"hello"', "text", '"hello"'],
  ['"text!"', "text", '"text!"'],
  ['"a b "', "text", '"a b "'],
  // All that could be base64 is a blob.
  ['"John"', "blob", '"John"'],
  ['"2024"', "blob", '"2024"'],
  ['""', "blob", '""'],
  ['"AAEC"', "blob", '"AAEC"'],
  ['"YQ=="', "blob", '"YQ=="'],
  // Bits behind the last byte, no padding, the alphabet of URLs.
  ['"YR=="', "text", '"YR=="'],
  ['"YQ"', "text", '"YQ"'],
  ['"ab-_"', "text", '"ab-_"'],
];

for (const [parameter, type, value] of values) {
  sqlite(`the parameter ${parameter} is ${type}`, ({ asker }) => {
    assert.is(asker.ask({ Query: "SELECT typeof(?1) AS t, ?1 AS v" }, `[${parameter}]`), `"Read" [{"t":"${type}","v":${value}}]`);
  });
}

sqlite("an integer beyond 64 bits is a real", ({ asker }) => {
  assert.is(asker.ask({ Query: "SELECT typeof(?) AS t" }, "[9223372036854775808]"), '"Read" [{"t":"real"}]');
});

sqlite("statements by their first word, in capitals or not, the first of several alone", ({ asker }) => {
  assert.is(asker.ask(write("create TABLE t (a)")), ok);
  assert.is(asker.ask(write("INSERT INTO t VALUES (1); DROP TABLE t")), ok);
  assert.is(asker.ask({ Query: "  select a FROM t" }), '"Read" [{"a":1}]');
  assert.is(asker.ask({ Query: "DELETE FROM t" }), refused('"NotAReadKeyword"'));
  assert.is(asker.ask({ Query: "" }), refused('"NotAReadKeyword"'));
  assert.is(asker.ask(write("SELECT 1")), refused('"NotAWriteKeyword"'));
  assert.is(asker.ask(write("/**/ DELETE FROM t")), refused('"NotAWriteKeyword"'));
  assert.is(asker.ask(write("INSERT INTO t VALUES (2) RETURNING a")), failed("Execute returned results - did you mean to call query?"));
  assert.is(asker.ask({ Query: "SELECT * FROM nowhere" }), failed("no such table: nowhere"));
  assert.is(asker.ask({ Query: "SELECT a AS b, 7 AS b FROM t LIMIT 1" }), '"Read" [{"b":7}]');
  assert.is(asker.ask({ Query: "SELECT 9e999 AS a" }), failed("JSON has no Infinity"));
});

sqlite("no statement reaches another file", ({ asker }) => {
  for (const action of [{ Query: "ATTACH '/tmp/x' AS y" }, write("VACUUM INTO '/tmp/x'"), write("vacuum\tmain into '/tmp/x'")]) {
    assert.is(asker.ask(action), failed("too many attached databases - max 0"));
  }
  assert.is(asker.ask(write("VACUUM")), ok);
});

sqlite("as many parameters as the statement has, in a list", ({ asker }) => {
  assert.is(asker.ask({ Query: "SELECT ?" }), failed("Wrong number of parameters passed to query. Got 0, needed 1"));
  assert.is(asker.ask({ Query: "SELECT 1" }, "[1]"), failed("Wrong number of parameters passed to query. Got 1, needed 0"));
  for (const blob of ["", "{}", "1", "[[]]", "[{}]"]) {
    assert.is(asker.ask({ Query: "SELECT ?" }, blob), refused('"InvalidParameters"'), blob);
  }
});

const counts: readonly (readonly [statement: string, count: number])[] = [
  ["SELECT 1", 0],
  ["SELECT ?, ?", 2],
  ["SELECT ?3, ?", 4],
  ["SELECT :a, @b, $c, :a", 3],
  ["SELECT '?', \"?\", `?`, [?], 'it''s ?' -- ?\n, ? /* ? */", 1],
  ["SELECT ?; SELECT ?, ?", 1],
];
for (const [statement, count] of counts) sqlite(`${statement} has ${count} parameters`, () => assert.is(countParameters(statement), count));

sqlite("a transaction is done as a whole or not at all", ({ asker }) => {
  asker.ask(write("CREATE TABLE t (a INTEGER PRIMARY KEY)"));
  const id = asker.begin();
  assert.is(asker.ask(write("INSERT INTO t VALUES (?)", id), "[1]"), ok);
  assert.is(asker.ask(write("INSERT INTO t VALUES (2)", id)), ok);
  assert.is(asker.ask({ Query: "SELECT count(*) AS n FROM t" }), '"Read" [{"n":0}]');
  assert.is(asker.ask({ Commit: { tx_id: id } }), ok);
  assert.is(asker.ask({ Query: "SELECT count(*) AS n FROM t" }), '"Read" [{"n":2}]');
  assert.is(asker.ask({ Commit: { tx_id: id } }), refused(`{"NoTx":${id}}`));
  // An id that nobody has begun.
  assert.is(asker.ask(write("DELETE FROM t", 5)), ok);
  assert.is(asker.ask(write("INSERT INTO t VALUES (3)", 5)), ok);
  assert.is(asker.ask(write("INSERT INTO t VALUES (3)", 5)), ok);
  assert.is(asker.ask({ Commit: { tx_id: 5 } }), failed("UNIQUE constraint failed: t.a"));
  assert.is(asker.ask({ Commit: { tx_id: 5 } }), refused('{"NoTx":5}'));
  assert.is(asker.ask({ Query: "SELECT count(*) AS n FROM t" }), '"Read" [{"n":2}]');
  // What is queued is looked at before.
  assert.is(asker.ask(write("SELECT 1", id)), refused('"NotAWriteKeyword"'));
  assert.is(asker.ask(write("DELETE FROM t", id), "{}"), refused('"InvalidParameters"'));
});

sqlite("a transaction that a statement begins ends with its request", ({ asker }) => {
  asker.ask(write("CREATE TABLE t (a)"));
  assert.is(asker.ask({ Query: "BEGIN" }), '"Read" []');
  assert.is(asker.ask(write("INSERT INTO t VALUES (1)")), ok);
  assert.is(asker.ask({ Query: "SELECT a FROM t" }), '"Read" [{"a":1}]');
});

sqlite("databases of another package are opened by nobody, and used by all, as on Hyperdrive", ({ kernel, asker }) => {
  asker.ask(write("CREATE TABLE t (a)"));
  const stranger = new DatabaseAsker(kernel, "sqlite:distro:sys", "p:other:b.os", "k:b.os");
  assert.is(stranger.ask("Open"), refused('"MismatchingPackageId"'));
  assert.is(stranger.ask("RemoveDb"), refused('"MismatchingPackageId"'));
  assert.is(stranger.ask({ Query: "SELECT a FROM t" }), '"Read" []');
});

sqlite("what is removed is an empty database afterwards", ({ asker }) => {
  asker.ask(write("CREATE TABLE t (a)"));
  assert.is(asker.ask("RemoveDb"), ok);
  assert.is(asker.ask({ Query: "SELECT a FROM t" }), failed("no such table: t"));
});

sqlite("what is no request is malformed", ({ asker }) => {
  for (const action of ["Opens", {}, { Query: 1 }, { Write: "x" }, { Write: { statement: 1 } }, { Write: { statement: "x", tx_id: -1 } }, "Commit"]) {
    assert.is(asker.ask(action), refused('"MalformedRequest"'), JSON.stringify(action));
  }
});

sqlite("rows outlive the node, also one that was killed, and no name leads out of the folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hproc-sqlite-"));
  const open = (): [SqliteDatabases, DatabaseAsker] => {
    const kernel = new FakeKernel();
    const databases = new SqliteDatabases(join(folder, "sqlite"));
    addSqliteService(kernel.kernel, databases);
    return [databases, new DatabaseAsker(kernel, "sqlite:distro:sys", "p:k:b.os", "k:b.os", "../../d")];
  };
  const [first, before] = open();
  assert.is(before.ask("Open"), ok);
  before.ask(write("CREATE TABLE t (a)"));
  before.ask(write("INSERT INTO t VALUES (7)"));
  first.close();
  assert.equal(await readdir(folder), ["sqlite"]);
  const [name = ""] = await readdir(join(folder, "sqlite/k:b.os"));
  assert.is(name, "..%2F..%2Fd");
  // What the lock of a node that was killed in the middle of a statement leaves.
  await mkdir(join(folder, "sqlite/k:b.os", name, "sqlite.db.lock"));
  const [second, after] = open();
  assert.is(after.ask({ Query: "SELECT a FROM t" }), '"Read" [{"a":7}]');
  second.close();
  await rm(folder, { recursive: true });
});

sqlite.run();
