/** Ways out of the folders that a node serves, stores and unpacks into: none leads anywhere. */

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { copyUi } from "../../compiler/cli/copy-ui.js";
import { PackageStore } from "../../runtime/node/services/app-store/package-store.js";
import { addVfsService } from "../../runtime/node/services/vfs/service.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import { bytes, describe, textOf } from "../support/host-world.js";
import { packageZip, sha256, zipOf } from "../support/package-zip.js";
import { exchange, getText, readAnswer } from "../support/raw-http.js";
import { closeTestNodes, createTestNode } from "../support/test-node.js";

const folders: string[] = [];

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hproc-files-"));
  folders.push(folder);
  return folder;
}

const http = suite("static files over HTTP");
http.after.each(closeTestNodes);

http("a path is what was bound, or nothing: it is never one of a file", async () => {
  const world = await createTestNode();
  await writeFile(join(world.folder, "secret.txt"), "secret");
  await world.install(`
export function init() {
  const serve = (path, content) => standard.sendAndAwaitResponse(system("http-server"),
    request(JSON.stringify({ Bind: { path, authenticated: false, local_only: false, cache: true } }), 5n), { mime: "text/plain", bytes: bytes(content) });
  serve("/ui/index.html", "page");
  serve("/a b", "blank");
  for (;;) standard.receive();
}`);
  const port = Number(new URL(world.node.url).port);
  const prefix = "/p:test:test.os";
  for (const [path, status, content] of [
    ["/ui/index.html", 200, "page"],
    ["/ui/../ui/index.html", 404, ""],
    ["/ui/./index.html", 404, ""],
    ["/ui//index.html", 404, ""],
    ["/ui%2Findex.html", 404, ""],
    ["/ui/%69ndex.html", 404, ""],
    ["/ui\\index.html", 404, ""],
    ["/ui/index.html%00.png", 404, ""],
    ["/ui/INDEX.HTML", 404, ""],
    ["/../../secret.txt", 404, ""],
    ["/..%2f..%2fsecret.txt", 404, ""],
    ["/%2e%2e/%2e%2e/secret.txt", 404, ""],
    ["/..\\..\\secret.txt", 404, ""],
    ["/....//....//secret.txt", 404, ""],
    [join(world.folder, "secret.txt"), 404, ""],
    [`//${join(world.folder, "secret.txt")}`, 404, ""],
    [`/${"x/".repeat(5000)}`, 404, ""],
    ["/a%20b", 404, ""],
  ] as const) {
    const [line, body] = readAnswer(await exchange(port, getText(prefix + path)));
    assert.equal([line.split(" ")[1], body], [String(status), content], path.slice(0, 60));
  }
  const whole = getText(`http://localhost${prefix}/ui/index.html`);
  assert.is(readAnswer(await exchange(port, whole))[1], "page");
  assert.match(await exchange(port, getText("../../etc/passwd")), /^HTTP\/1\.1 40[04] /);
});

http.run();

const vfs = suite("paths of the vfs");
vfs.after.each(removeFolders);

/** A drive with a file and links of all kinds; beside it what nobody may reach. */
async function createDrives() {
  const folder = await createFolder();
  const drive = join(folder, "vfs", "k:b.os", "d");
  await mkdir(join(drive, "inner"), { recursive: true });
  await mkdir(join(folder, "vfs", "x:y.os", "d"), { recursive: true });
  await writeFile(join(folder, "vfs", "x:y.os", "d", "theirs"), "theirs");
  await writeFile(join(folder, "secret"), "secret");
  await writeFile(join(drive, "file"), "file");
  await symlink(join(folder, "secret"), join(drive, "out"));
  await symlink("../../x:y.os/d", join(drive, "other"));
  await symlink("/", join(drive, "root"));
  await symlink(join(folder, "new"), join(drive, "dangling"));
  await symlink("loop", join(drive, "loop"));
  await symlink("inner", join(drive, "alias"));
  const kernel = new FakeKernel();
  addVfsService(kernel.kernel, join(folder, "vfs"));
  const process = kernel.process("p:k:b.os", { mayMessage: ["vfs:distro:sys"] });
  const ask = async (path: string, action: unknown, blob?: string | Uint8Array): Promise<string> => {
    const message = request({ body: JSON.stringify({ path, action }), expectsResponse: 5n });
    const sent = blob === undefined ? undefined : { mime: undefined, bytes: typeof blob === "string" ? bytes(blob) : blob };
    process.host.sendRequest(kernel.address("vfs:distro:sys"), message, undefined, sent);
    for (;;) {
      kernel.kernel.pump();
      const received = process.host.tryReceive();
      if (received) return `${describe(received).replace(/^response /, "")} ${textOf(process.host.getBlob()?.bytes) ?? ""}`.trim();
      await nextTurn();
    }
  };
  return { folder, drive, ask };
}

const malformed = '{"Err":"MalformedRequest"}';
const noRead = '{"Err":"NoReadCap"}';
const missing = '{"Err":{"IOError":"No such file or directory (os error 2)"}}';
const denied = '{"Err":{"IOError":"Permission denied (os error 13)"}}';
const loop = '{"Err":{"IOError":"Too many levels of symbolic links (os error 40)"}}';
const tooLong = '{"Err":{"IOError":"File name too long (os error 36)"}}';

for (const [path, answer] of [
  ["/k:b.os/d/file", '"Read" file'],
  ["k:b.os/d/inner/../file", '"Read" file'],
  ["//k:b.os//d//file", '"Read" file'],
  ["/k:b.os/d/../../../secret", malformed],
  ["/k:b.os/../../secret", malformed],
  ["../../secret", malformed],
  ["/../secret", malformed],
  ["/k:b.os/d/../../x:y.os/d/theirs", noRead],
  ["/k:b.os/d/%2e%2e/%2e%2e/secret", missing],
  ["/k:b.os/d/..%2f..%2fsecret", missing],
  ["/k:b.os/d/..\\..\\secret", missing],
  ["\\k:b.os\\d\\file", malformed],
  ["/k:b.os/d/file\0", malformed],
  ["/k:b.os/d\0/file", malformed],
  ["/etc/passwd", malformed],
  ["", malformed],
  ["/", malformed],
  [`/k:b.os/d/${"x".repeat(256)}`, tooLong],
  [`/k:b.os/d/${"x/".repeat(3000)}`, tooLong],
  ["/k:b.os/d/out", denied],
  ["/k:b.os/d/other/theirs", denied],
  ["/k:b.os/d/root/etc/passwd", denied],
  ["/k:b.os/d/dangling", denied],
  ["/k:b.os/d/loop", loop],
  ["/k:b.os/d/alias/../file", '"Read" file'],
] as const) {
  vfs(`Read ${JSON.stringify(path.slice(0, 50))} is ${answer.slice(0, 40)}`, async () => {
    const { ask } = await createDrives();
    assert.is(await ask(path, "Read"), answer);
  });
}

vfs("nothing is written, removed, renamed or copied by a link that leads out", async () => {
  const { ask, folder } = await createDrives();
  const at = (name: string): string => `/k:b.os/d/${name}`;
  for (const [path, action] of [
    ["out", "Write"],
    ["out", "Append"],
    ["out", { SetLen: 0 }],
    ["out", { OpenFile: { create: true } }],
    ["dangling", "Write"],
    ["dangling", "CreateFile"],
    ["dangling", "CreateDir"],
    ["root/new", "CreateFile"],
    ["root/new/deep", "CreateDirAll"],
    ["other/theirs", "RemoveFile"],
    ["file", { Rename: { new_path: at("other/theirs") } }],
    ["file", { CopyFile: { new_path: at("out") } }],
    ["other/theirs", { Rename: { new_path: at("mine") } }],
    ["other/theirs", { CopyFile: { new_path: at("mine") } }],
  ] as const) {
    assert.is(await ask(at(path), action, "changed"), denied, `${path} ${JSON.stringify(action)}`);
  }
  // A link itself may go, and what it leads to stays.
  assert.is(await ask(at("out"), "RemoveFile"), '"Ok"');
  assert.is(await ask(at("other"), "RemoveDirAll"), '"Ok"');
  const kept = [join(folder, "secret"), join(folder, "vfs", "x:y.os", "d", "theirs")].map((path) => readFile(path, "utf8"));
  assert.equal(await Promise.all(kept), ["secret", "theirs"]);
  assert.not(existsSync(join(folder, "new")));
});

vfs("no entry of a zip leads out of the folder that it is unpacked into", async () => {
  const { ask, folder } = await createDrives();
  for (const name of ["../away", "/away", "a/../../away", "..\\away", "C:\\away"]) {
    assert.match(await ask("/k:b.os/d/zip", "AddZip", zipOf({ "a/": "", "a/fine": "1", [name]: "2" })), /^\{"Err":/, name);
  }
  assert.not(existsSync(join(folder, "vfs", "k:b.os", "away")));
  assert.not(existsSync(join(folder, "vfs", "k:b.os", "d", "away")));
  assert.is(await ask("/k:b.os/d/root/zip", "AddZip", zipOf({ a: "1" })), denied);
});

vfs.run();

const packages = suite("packages");
packages.after.each(removeFolders);

packages("a zip with one path that leads out is not kept, under whatever name the package goes", async () => {
  const folder = await createFolder();
  const store = new PackageStore(join(folder, "vfs"));
  const id = { packageName: "k", publisherNode: "b.os" };
  const reason = async (work: Promise<unknown>): Promise<string> => work.then(() => "done", (error: unknown) => String(error));
  assert.is(
    await reason(store.addDownload(id, packageZip({ "../../away": "" }))),
    "PackageError: in the zip, `../../away` leads out of the package or in circles",
  );
  for (const packageName of ["..", "../..", "a/b", "", "K"]) {
    assert.is(await reason(store.addDownload({ ...id, packageName }, packageZip())), `PackageError: a package cannot be called ${packageName}:b.os`);
  }
  const hash = sha256(packageZip());
  for (const versionHash of ["../x", `${hash}/..`, hash.toUpperCase(), ""]) {
    assert.match(await reason(store.install(id, versionHash)), /^PackageError: no zip with the hash /);
  }
  assert.not(existsSync(join(folder, "vfs")));
});

packages("a zip that unpacks to more than it may is refused without being unpacked", async () => {
  const store = new PackageStore(await createFolder());
  const bomb = packageZip({ a: new Uint8Array(2 ** 20) });
  // The size that the directory says of `a`, which a reader would allocate.
  const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
  for (let at = 0; at < bomb.length - 46; at++) {
    if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) === 2 ** 20) view.setUint32(at + 24, 0xfffffff0, true);
  }
  const outcome = await store.addDownload({ packageName: "k", publisherNode: "b.os" }, bomb).then(() => "done", String);
  assert.is(outcome, "PackageError: in the zip, `a` would bring what is unpacked to more than 512 MiB");
});

packages.run();

const ui = suite("the folder of a user interface");
ui.after.each(removeFolders);

const model = { processes: [{ ui: { folder: "ui", authenticated: true, localOnly: false, secureSubdomain: false } }] };

ui("may be a link, and may have links within it", async () => {
  const folder = await createFolder();
  await mkdir(join(folder, "built/assets"), { recursive: true });
  await mkdir(join(folder, "project"));
  await writeFile(join(folder, "built/index.html"), "page");
  await symlink("../index.html", join(folder, "built/assets/home.html"));
  await symlink("../built", join(folder, "project/ui"));
  await copyUi(join(folder, "project"), model);
  assert.is(await readFile(join(folder, "project/pkg/ui/assets/home.html"), "utf8"), "page");
});

ui("has no link that leads out of it: no file of this machine comes into a package so", async () => {
  const folder = await createFolder();
  await mkdir(join(folder, "project/ui"), { recursive: true });
  await writeFile(join(folder, "secret"), "secret");
  for (const target of [join(folder, "secret"), "../..", "../pkg"]) {
    await mkdir(join(folder, "project/pkg"), { recursive: true });
    await symlink(target, join(folder, "project/ui/link"));
    const outcome = await copyUi(join(folder, "project"), model).then(() => "done", (error: Error) => error.message);
    assert.is(outcome, "`ui/link` is a link that leads out of `ui`; put what it leads to there instead", target);
    assert.not(existsSync(join(folder, "project/pkg/ui/link")));
    await rm(join(folder, "project/ui/link"));
  }
});

ui.run();

async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}
