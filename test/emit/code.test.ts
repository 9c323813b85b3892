import { suite } from "uvu";
import * as assert from "uvu/assert";
import { code, spaced } from "../../compiler/emit/print/code.js";

const test = suite("code");

test("shared indentation goes, relative indentation stays", () => {
  const text = code`
    interface A {
      x: number;
    }
  `;
  assert.is(text, "interface A {\n  x: number;\n}");
});

test("a fragment of several lines is indented by where it stands", () => {
  assert.is(
    code`
      {
        ${["a", "b\nc", ["d"]]}
      }
    `,
    "{\n  a\n  b\n  c\n  d\n}",
  );
});

test("a fragment within a line keeps its first line there", () => {
  assert.is(code`  const x = ${"{\n  y\n}"};`, "const x = {\n  y\n};");
});

test("an undefined fragment takes its line along, but not the text beside it", () => {
  assert.is(
    code`
    a
    ${undefined}
    ${[undefined, []]}
    b${undefined}
  `,
    "a\nb",
  );
});

test("empty lines inside fragments have no trailing spaces", () => {
  assert.is(
    code`
    {
      ${spaced(["a", "b"])}
    }
  `,
    "{\n  a\n\n  b\n}",
  );
});

test("what a fragment contains is not read again", () => {
  assert.is(code`${"${x} \\ `"}`, "${x} \\ `");
});

test.run();
