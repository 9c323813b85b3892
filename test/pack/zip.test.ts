/** Zips: equal bytes of equal files, in kit's layout; what is read of those that others have made. */

import { createHash } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { byPath, type PackageFile } from "../../compiler/pack/package-file.js";
import { writeZip } from "../../compiler/pack/write-zip.js";
import { readZip } from "../../runtime/node/read-zip.js";

const writing = suite("written zips");

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function filesOf(texts: Readonly<Record<string, string>>): readonly PackageFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, bytes: encode(text) }));
}

const texts = {
  "ui-old/a": "1",
  "ui/index.html": "<p>hello".repeat(100),
  "manifest.json": "[]",
  "ui/deep/er/ü": "2",
  "ui/empty": "",
};

interface Listed {
  readonly name: string;
  readonly mode: string;
  readonly time: number;
  readonly date: number;
  readonly method: number;
}

/** The central directory, read by other code than ours: from its first signature on. */
function list(zip: Uint8Array): readonly Listed[] {
  const buffer = Buffer.from(zip);
  const listed: Listed[] = [];
  for (let at = buffer.indexOf("PK\x01\x02", "latin1"); at >= 0; at = buffer.indexOf("PK\x01\x02", at + 46, "latin1")) {
    listed.push({
      name: buffer.toString("utf8", at + 46, at + 46 + buffer.readUInt16LE(at + 28)),
      mode: (buffer.readUInt32LE(at + 38) >>> 16).toString(8),
      time: buffer.readUInt16LE(at + 12),
      date: buffer.readUInt16LE(at + 14),
      method: buffer.readUInt16LE(at + 10),
    });
  }
  return listed;
}

writing("entries are those of kit: sorted folder by folder, folders before what is in them, one mode and one time", () => {
  // 2023-06-19, as MS-DOS has it: years since 1980, month, day.
  const common = { time: 0, date: ((2023 - 1980) << 9) | (6 << 5) | 19 };
  const file = { ...common, mode: "100755", method: 8 };
  const folder = { ...common, mode: "40755", method: 0 };
  assert.equal(list(writeZip(filesOf(texts))), [
    { name: "manifest.json", ...file },
    { name: "ui/", ...folder },
    { name: "ui/deep/", ...folder },
    { name: "ui/deep/er/", ...folder },
    { name: "ui/deep/er/ü", ...file },
    { name: "ui/empty", ...file },
    { name: "ui/index.html", ...file },
    { name: "ui-old/", ...folder },
    { name: "ui-old/a", ...file },
  ]);
});

writing("equal files give equal bytes, in whatever order and time zone, and now as in the future", () => {
  const zip = Buffer.from(writeZip(filesOf(texts)));
  const zone = process.env["TZ"];
  try {
    for (const other of ["Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati"]) {
      process.env["TZ"] = other;
      assert.ok(zip.equals(writeZip(filesOf(texts).toReversed())), other);
    }
  } finally {
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
  }
  // Another release of the library may deflate otherwise: every package would get another hash.
  assert.is(createHash("sha256").update(zip).digest("hex"), "c520877032c956c20edca330e2699bfef09e31a735bc477498ba1b5e8f6924d7");
});

writing("what is written is read", () => {
  const files = filesOf(texts);
  const { files: found, problems } = readZip(writeZip(files));
  assert.equal(problems, []);
  assert.equal(
    found.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
    [...files].sort(byPath).map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
  );
});

writing.run();

const reading = suite("zips of others");

/** A zip of one file, with bytes of its directory entry exchanged. */
function patched(name: string, at: number, ...bytes: readonly number[]): Uint8Array {
  const zip = Buffer.from(writeZip(filesOf({ [name]: "content" })));
  zip.set(bytes, zip.indexOf("PK\x01\x02", 0, "latin1") + at);
  return zip;
}

/** With another name of equal length, in both places. */
function named(name: string): Uint8Array {
  const zip = Buffer.from(writeZip(filesOf({ ["x".repeat(name.length)]: "content" })));
  return Buffer.from(zip.toString("latin1").replaceAll("x".repeat(name.length), name), "latin1");
}

const twice = Buffer.from(
  Buffer.from(writeZip(filesOf({ "x/a.txt": "1", "x/b.txt": "2" })))
    .toString("latin1")
    .replaceAll("b.txt", "A.txt"),
  "latin1",
);

const whole = writeZip(filesOf({ "a.txt": "content" }));

const cases: readonly (readonly [what: string, zip: Uint8Array, problem: string])[] = [
  ["a path that leads out", named("../evil.sh"), "`../evil.sh` leads out of the package or in circles"],
  ["one further inside", named("ui/../../x"), "`ui/../../x` leads out of the package or in circles"],
  ["an absolute path", named("/etc/passwd"), "`/etc/passwd` is not relative to the package"],
  ["a drive", named("C:x.txt"), "`C:x.txt` is not relative to the package"],
  ["backslashes", named("..\\..\\x"), "`..\\..\\x` is not relative to the package"],
  ["an empty part", named("ui//x"), "`ui//x` leads out of the package or in circles"],
  ["a line end in a name", named("a\nb"), "`a\nb` has a character in its name that cannot be printed"],
  ["one name twice, on systems that know no capitals", twice, "`x/A.txt` is there twice, or differs from another only in capital letters"],
  ["a link", patched("a", 40, 0xff, 0xa1), "`a` is a link"],
  ["a file that is encrypted", patched("a", 8, 1), "`a` is encrypted"],
  ["another method", patched("a", 10, 93), "`a` is compressed by method 93, which nodes do not know"],
  ["another checksum", patched("a", 16, 1, 2, 3, 4), "`a` is damaged: its content does not have the checksum that the zip says"],
  ["less than it says", patched("a", 24, 200), "`a` is damaged: its content does not have the checksum that the zip says"],
  ["more than it says", patched("a", 24, 3), "`a` is damaged: its content does not have the checksum that the zip says"],
  ["a bomb", patched("a", 24, 0, 0, 0, 0xf0), "`a` would bring what is unpacked to more than 512 MiB"],
  ["a place outside", patched("a", 42, 0xff, 0xff), "it is no zip, or a part of one: Offset is outside the bounds of the DataView"],
  ["the first half of a zip", whole.subarray(0, whole.length / 2), "it is no zip, or a part of one: it has no directory"],
  ["the second half of a zip", whole.subarray(20), "it is no zip, or a part of one: its directory is damaged"],
  ["nothing", new Uint8Array(), "it is no zip, or a part of one: it has no directory"],
  ["something else", encode("<!doctype html>".repeat(10)), "it is no zip, or a part of one: it has no directory"],
];

for (const [what, zip, problem] of cases) {
  reading(what, () => {
    const { files, problems } = readZip(zip);
    assert.equal(problems, [problem]);
    assert.equal(files.map(({ path }) => path).filter((path) => path !== "x/a.txt"), []);
  });
}

reading("no damage of a byte makes the reader fail, or gives other content without a word", () => {
  const zip = writeZip(filesOf({ "a.txt": "content", "b/c": "more of it" }));
  for (const index of zip.keys()) {
    for (const bit of [1, 0x80]) {
      const damaged = Uint8Array.from(zip);
      damaged[index] = (damaged[index] ?? 0) ^ bit;
      const { files, problems } = readZip(damaged);
      const contents = files.map(({ bytes }) => Buffer.from(bytes).toString());
      assert.ok(problems.length > 0 || contents.every((each) => ["content", "more of it", ""].includes(each)), `byte ${index}`);
    }
  }
});

reading("a comment at the end, and bytes before", () => {
  const comment = Buffer.concat([whole, encode("hello")]);
  comment.writeUInt16LE(5, whole.length - 2);
  assert.equal(readZip(comment).problems, []);
  assert.is(readZip(comment).files.length, 1);
});

reading.run();
