import { suite } from "uvu";
import * as assert from "uvu/assert";
import { listOf, mapOf, Problems, secretOf, string, u8, withLength } from "../../runtime/contract/index.js";

const test = suite("secret codecs");

const password = secretOf(withLength(string, 8, 20));

test("read and write as what is inside", () => {
  const problems = new Problems();
  assert.is(password.decode("long enough", problems), "long enough");
  assert.is(password.decodeText("long enough", problems), "long enough");
  assert.is(password.encode("long enough"), '"long enough"');
  assert.is(password.encodeText("long enough"), "long enough");
  assert.is(problems.count, 0);
  assert.equal([password.isSecret, string.isSecret], [true, undefined]);
});

test("what does not fit is not shown, wherever it stands", () => {
  const problems = new Problems();
  password.decode("short", problems);
  password.decodeText("short", problems);
  listOf(password).decode(["short"], problems);
  assert.equal(problems.list, [
    { path: "", expected: "string of 8 to 20 characters", found: "(secret)" },
    { path: "", expected: "string of 8 to 20 characters", found: "(secret)" },
    { path: "[0]", expected: "string of 8 to 20 characters", found: "(secret)" },
  ]);
});

test("the keys of a secret map are not shown either", () => {
  const problems = new Problems();
  secretOf(mapOf(string, u8)).decode({ "my key": 300 }, problems);
  assert.equal(problems.list, [{ path: "", expected: "u8", found: "(secret)" }]);
});

test("problems of other values stay as they are", () => {
  const problems = new Problems();
  u8.decode(300, problems);
  password.decode("short", problems);
  u8.decode(400, problems);
  assert.equal(problems.list.map(({ found }) => found), ["number 300", "(secret)", "number 400"]);
});

test("nor is a value of the author's that does not fit, in the error that the log shows", () => {
  for (const encode of [() => password.encode("short"), () => password.encodeText("short")]) {
    assert.throws(encode, /^(?!.*short).*expected string of 8 to 20 characters, found \(secret\)$/);
  }
  // @ts-expect-error: authors whose code is not type-checked
  assert.throws(() => secretOf(mapOf(string, u8)).encode(new Map([["key", "short"]])), /^value: expected u8, found \(secret\)$/);
});

test.run();
