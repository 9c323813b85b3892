/** What stands behind a command's name. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readArguments, type Arguments } from "../../compiler/cli/arguments.js";
import { UsageError } from "../../compiler/project/usage-error.js";

const test = suite("arguments");

const options = {
  component: { type: "boolean" },
  port: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const understood: readonly (readonly [words: string, expected: Arguments])[] = [
  ["", { path: ".", operands: [], values: {} }],
  ["examples/todo", { path: "examples/todo", operands: ["examples/todo"], values: {} }],
  ["a --component --port 1", { path: "a", operands: ["a"], values: { component: true, port: "1" } }],
  ["--port=1 a", { path: "a", operands: ["a"], values: { port: "1" } }],
  ["--port 1 --port 2", { path: ".", operands: [], values: { port: "2" } }],
  ["--port -1", { path: ".", operands: [], values: { port: "-1" } }],
  ["--port=-x", { path: ".", operands: [], values: { port: "-x" } }],
  ["-h", { path: ".", operands: [], values: { help: true } }],
  ["-- --component", { path: "--component", operands: ["--component"], values: {} }],
];

for (const [words, expected] of understood) {
  test(`understands \`${words}\``, () => assert.equal(read(words), expected));
}

test("understands several paths where a command takes them", () => {
  const rules = { options, operand: "path", several: true };
  const { path, operands } = readArguments("fmt", ["a", "--component", "b", "-"], rules);
  assert.equal([path, operands], ["a", ["a", "b", "-"]]);
});

test("a negative number is no option", () => {
  const rules = { options, operand: "value", several: true };
  const { operands, values } = readArguments("call", ["a", "-55", "--port", "-1", "-0.5"], rules);
  assert.equal([operands, values], [["a", "-55", "-0.5"], { port: "-1" }]);
});

const refused: readonly (readonly [words: string, message: string])[] = [
  ["a b c", "`hproc dev` takes one path; found `a` and `b` and `c`"],
  ["--prot 1", "`hproc dev` has no option `--prot`; did you mean `--port`?"],
  ["--colour", "`hproc dev` has no option `--colour`; `hproc dev --help` lists them"],
  ["-x", "`hproc dev` has no option `-x`; `hproc dev --help` lists them"],
  ["--constructor", "`hproc dev` has no option `--constructor`; `hproc dev --help` lists them"],
  ["--no-component", "`hproc dev` has no option `--no-component`; did you mean `--component`?"],
  ["--component=yes", "`--component` takes no value; found `yes`"],
  ["--port", "`--port` needs a value, as in `--port …`"],
  ["--port --component", "`--port` needs a value, as in `--port …`"],
];

for (const [words, message] of refused) {
  test(`refuses \`${words}\``, () => {
    assert.throws(
      () => read(words),
      (error: unknown) => {
        assert.instance(error, UsageError);
        assert.is((error as UsageError).message, message);
        return true;
      },
    );
  });
}

test.run();

function read(words: string): Arguments {
  return readArguments("dev", words === "" ? [] : words.split(" "), { options, operand: "path", several: false });
}
