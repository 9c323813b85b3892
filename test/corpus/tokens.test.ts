/** One token of a whole schema is missing, or there twice: that is found where it is, and costs one error more at most. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkExample } from "../../compiler/cli/check-example.js";
import { scan, type Token } from "../../compiler/syntax/scan.js";
import { createSourceFile, positionAt } from "../../compiler/text/source-file.js";

const schema = `/// A shared list of notes.
package notes:template.os@0.1.0

record Note {
  id: u64
  title: string @length(1, 200)
  done: bool = false
  tags: list<string>
}

record NewNote { title: string @length(1, 200) }

enum Filter { All, Open, Done }

variant NoteError {
  Invalid(string)
  NotFound(u64) @status(404)
  Offline
}

process Notes {
  name "Notes"
  ui "./ui" { authenticated true }
  save every 30 seconds

  state {
    notes: map<u64, Note>
    nextId: u64 = 1
  }

  endpoint http "/api" { authenticated false, localOnly false }
  endpoint ws "/ws"

  init

  http GET "/api/notes"  listNotes(filter: Filter = All from query) -> list<Note>
  http GET "/api/notes/{id}"  getNote(id: u64) -> result<Note, NoteError>
  http POST "/api/notes", local
    createNote(note: NewNote) -> result<Note, NoteError>
  local, remote  countNotes() -> u64
  ws "/ws"  live(receives string, sends Note)
  every 10 minutes  sweep
}
`;

interface Change {
  readonly name: string;
  readonly change: (token: Token) => string;
}

const changes: readonly Change[] = [
  { name: "missing", change: () => "" },
  { name: "there twice", change: ({ text }) => `${text} ${text}` },
];

const file = createSourceFile("test.hproc", schema);
const tests = suite("one token of a schema");

for (const { name, change } of changes) {
  tests(`is ${name}`, async () => {
    const tokens = scan(schema).filter(({ kind }) => kind !== "documentation");
    for (const token of tokens) {
      const text = schema.slice(0, token.span.start) + change(token) + schema.slice(token.span.end);
      const found = (await checkExample({ "test.hproc": text })).filter(({ severity }) => severity === "error");
      const { line } = positionAt(file, token.span.start);
      const places = found.map(
        (each) => `${positionAt(each.file, each.span.start).line}: ${each.code}: ${each.message}`,
      );
      const where = `\`${token.text}\` in line ${line}:\n${places.join("\n")}`;
      assert.ok(found.length <= 2, where);
      // A missing brace is reported at the one that it should close.
      const isNear = found.some(({ code, file: found, span }) => {
        return code === "syntax/unclosed" || positionAt(found, span.start).line === line;
      });
      assert.ok(found.length === 0 || isNear, where);
    }
  });
}

tests.run();
