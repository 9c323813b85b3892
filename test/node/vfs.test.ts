/** Reading the files of a package, and nothing else. */

import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { driveCapability } from "../../runtime/node/services/vfs/rights.js";
import { addVfsService } from "../../runtime/node/services/vfs/service.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import type { FakeProcess } from "../../runtime/testing/fake-kernel.js";
import { describe, textOf } from "../support/host-world.js";

interface Context {
  folder: string;
  kernel: FakeKernel;
  process: FakeProcess;
}

const vfs = suite<Context>("vfs");

vfs.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "hproc-vfs-"));
  const drive = join(context.folder, "drive");
  await mkdir(join(drive, "ui", "assets"), { recursive: true });
  await writeFile(join(drive, "ui", "index.html"), "<p>hi</p>");
  await writeFile(join(context.folder, "secret.txt"), "secret");
  await symlink(join(context.folder, "secret.txt"), join(drive, "ui", "link-out.txt"));
  await symlink(join(context.folder), join(drive, "ui", "folder-out"));
  await symlink("index.html", join(drive, "ui", "link-in.html"));
  context.kernel = new FakeKernel();
  addVfsService(context.kernel.kernel, join(context.folder, "vfs")).mount("/k:b.os/pkg", drive);
  context.process = context.kernel.process("p:k:b.os", { mayMessage: ["vfs:distro:sys"] });
});
vfs.after.each(({ folder }) => rm(folder, { recursive: true, force: true }));

async function ask({ kernel, process }: Pick<Context, "kernel" | "process">, body: unknown): Promise<string> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const message = request({ body: text, expectsResponse: 5n, metadata: "m" });
  process.host.sendRequest(kernel.address("vfs:distro:sys"), message, undefined, undefined);
  for (;;) {
    kernel.kernel.pump();
    const received = process.host.tryReceive();
    if (!received) {
      await nextTurn();
      continue;
    }
    const blob = textOf(process.host.getBlob()?.bytes);
    return `${describe(received).replace(/^response /, "")}${blob === undefined ? "" : ` ${blob}`}`;
  }
}

const noFile = '{"Err":{"IOError":"No such file or directory (os error 2)"}}';
const refused = '{"Err":{"IOError":"Permission denied (os error 13)"}}';
const malformed = '{"Err":"MalformedRequest"}';

const reads: readonly (readonly [path: string, action: string, answer: string])[] = [
  ["/k:b.os/pkg/ui/index.html", "Read", '"Read" <p>hi</p>'],
  ["k:b.os/pkg/ui/index.html", "Read", '"Read" <p>hi</p>'],
  ["/k:b.os/pkg/./ui/assets/../index.html", "Read", '"Read" <p>hi</p>'],
  ["/k:b.os/pkg/ui/link-in.html", "Read", '"Read" <p>hi</p>'],
  ["/k:b.os/pkg/ui/index.html", "Metadata", '{"Metadata":{"file_type":"File","len":9}}'],
  ["/k:b.os/pkg/ui/missing", "Read", noFile],
  ["/k:b.os/pkg/ui/missing", "Metadata", noFile],
  ["/k:b.os/pkg/ui", "Read", '{"Err":{"IOError":"Is a directory (os error 21)"}}'],
  ["/k:b.os/pkg/ui/index.html", "ReadDir", '{"Err":{"IOError":"Not a directory (os error 20)"}}'],
  ["/k:b.os/other/file", "Read", noFile],
  ["/k:b.os/pkg/ui/link-out.txt", "Read", refused],
  ["/k:b.os/pkg/ui/folder-out/secret.txt", "Read", refused],
  ["/k:b.os/pkg/ui/folder-out", "ReadDir", refused],
  ["/k:b.os/pkg/../../../secret.txt", "Read", malformed],
  ["/../secret.txt", "Read", malformed],
  ["/k:b.os", "Read", malformed],
  ["/k/pkg/ui/index.html", "Read", malformed],
  ["/k:b.os/pkg/ui/index.html\0.png", "Read", malformed],
  ["/", "ReadDir", '{"Err":"NoReadCap"}'],
  ["/k:b.os", "ReadDir", '{"Err":"NoReadCap"}'],
  ["/x:y.os/pkg/file", "Read", '{"Err":"NoReadCap"}'],
  ["/k:b.os/pkg/../../x:y.os/pkg/file", "Read", '{"Err":"NoReadCap"}'],
  ["/k:b.os/pkg/new", "Write", '{"Err":{"IOError":"Read-only file system (os error 30)"}}'],
  ["/k:b.os/pkg/new", "Fly", malformed],
];

for (const [path, action, answer] of reads) {
  vfs(`${action} ${JSON.stringify(path)}`, async (context) => {
    assert.is(await ask(context, { path, action }), answer);
  });
}

vfs("ReadDir lists entries by their path from the root of the vfs, without leading slash", async (context) => {
  const entry = (name: string, fileType: string): unknown => ({ path: `k:b.os/pkg/ui/${name}`, file_type: fileType });
  const expected = [
    entry("assets", "Directory"),
    entry("folder-out", "Symlink"),
    entry("index.html", "File"),
    entry("link-in.html", "Symlink"),
    entry("link-out.txt", "Symlink"),
  ];
  assert.equal(JSON.parse(await ask(context, { path: "/k:b.os/pkg/ui", action: "ReadDir" })), { ReadDir: expected });
  assert.is(await ask(context, { path: "/k:b.os/pkg/ui/assets", action: "ReadDir" }), '{"ReadDir":[]}');
});

vfs("drives of other packages can be read with the capability of the drive", async ({ kernel }) => {
  const process = kernel.process("reader:x:y.os", { mayMessage: ["vfs:distro:sys"] });
  const read = { path: "/k:b.os/pkg/ui/index.html", action: "Read" };
  assert.is(await ask({ kernel, process }, read), '{"Err":"NoReadCap"}');
  process.host.saveCapabilities([driveCapability(kernel.kernel.node, "read", "/k:b.os/pkg")]);
  assert.is(await ask({ kernel, process }, read), '"Read" <p>hi</p>');
});

vfs("a body that is no request is malformed", async (context) => {
  for (const body of ["nonsense", "{}", '{"path":"/k:b.os/pkg"}', '{"path":7,"action":"Read"}']) {
    assert.is(await ask(context, body), malformed, body);
  }
});

vfs("answers carry the metadata of the request", async ({ kernel, process }) => {
  const message = request({ body: '{"path":"/k:b.os/pkg/ui","action":"ReadDir"}', expectsResponse: 5n, metadata: "m" });
  const [, answer] = await new Promise<ReturnType<FakeProcess["host"]["receive"]>>((resolve) => {
    process.host.sendRequest(kernel.address("vfs:distro:sys"), message, undefined, undefined);
    const look = (): void => {
      kernel.kernel.pump();
      const received = process.host.tryReceive();
      if (received?.tag === "ok") resolve(received.val);
      else setImmediate(look);
    };
    look();
  });
  assert.ok(answer.tag === "response");
  assert.is(answer.val[0].metadata, "m");
});

vfs("the drive of an installed package, after the same package was run from its project: its own files, to be changed", async ({ folder }) => {
  const kernel = new FakeKernel();
  const home = join(folder, "vfs");
  const service = addVfsService(kernel.kernel, home);
  const process = kernel.process("p:k:b.os", { mayMessage: ["vfs:distro:sys"] });
  await mkdir(join(home, "k:b.os/pkg/ui"), { recursive: true });
  await writeFile(join(home, "k:b.os/pkg/ui/index.html"), "installed");
  const path = "/k:b.os/pkg/ui/index.html";
  service.mount("/k:b.os/pkg", join(folder, "drive"));
  assert.is(await ask({ kernel, process }, { path, action: "Read" }), '"Read" <p>hi</p>');
  const remove = { path, action: "RemoveFile" };
  assert.is(await ask({ kernel, process }, remove), '{"Err":{"IOError":"Read-only file system (os error 30)"}}');
  service.mount("/k:b.os/pkg", join(home, "k:b.os/pkg"));
  assert.is(await ask({ kernel, process }, { path, action: "Read" }), '"Read" installed');
  assert.is(await ask({ kernel, process }, remove), '"Ok"');
});

vfs.run();
