/** Notices of files that are there, that are not there yet, and that are no longer asked for. */

import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { watchFiles } from "../../compiler/project/watch-files.js";
import { withFiles } from "../component/temporary-project.js";

const test = suite("watch files");

for (const pollMs of [undefined, 10]) {
  const how = pollMs === undefined ? "by notices" : "by looking";

  test(`${how}: a file that is written, replaced, deleted and made anew`, async () => {
    await watching({ "a/x.txt": "1" }, pollMs, ["a/x.txt"], async ({ at, changed }) => {
      await changed(() => writeFileSync(at("a/x.txt"), "22"));
      await changed(() => {
        writeFileSync(at("a/x.tmp"), "333");
        renameSync(at("a/x.tmp"), at("a/x.txt"));
      });
      await changed(() => unlinkSync(at("a/x.txt")));
      await changed(() => writeFileSync(at("a/x.txt"), "1"));
    });
  });

  test(`${how}: a file whose folders are not there yet`, async () => {
    await watching({}, pollMs, ["a/b/c/x.txt"], async ({ at, changed }) => {
      await changed(() => mkdirSync(at("a")));
      await changed(() => mkdirSync(at("a/b/c"), { recursive: true }));
      await changed(() => writeFileSync(at("a/b/c/x.txt"), "1"));
      await changed(() => writeFileSync(at("a/b/c/x.txt"), "22"));
    });
  });

  test(`${how}: a folder that is moved away, and another one in its place`, async () => {
    await watching({ "a/x.txt": "1", "other/x.txt": "22" }, pollMs, ["a/x.txt"], async ({ at, changed }) => {
      await changed(() => renameSync(at("a"), at("gone")));
      await changed(() => renameSync(at("other"), at("a")));
      await changed(() => writeFileSync(at("a/x.txt"), "333"));
      await changed(() => rmSync(at("a"), { recursive: true }));
      await changed(() => mkdirSync(at("a")));
      await changed(() => writeFileSync(at("a/x.txt"), "1"));
    });
  });

  test(`${how}: what a link leads to, and the link itself`, async () => {
    await watching({ "real/x.txt": "1", "new/x.txt": "22", "a/.keep": "" }, pollMs, [], async (watched) => {
      const { at, changed, watch } = watched;
      symlinkSync(at("real/x.txt"), at("a/x.txt"));
      await changed(() => watch(["a/x.txt"]));
      await changed(() => writeFileSync(at("real/x.txt"), "333"));
      await changed(() => {
        symlinkSync(at("new/x.txt"), at("a/y.txt"));
        renameSync(at("a/y.txt"), at("a/x.txt"));
      });
      await changed(() => writeFileSync(at("new/x.txt"), "4444"));
    });
  });
}

test("other files of a watched folder, and files that are no longer asked for, give no notice", async () => {
  await watching(
    { "a/x.txt": "", "b/y.txt": "" },
    undefined,
    ["a/x.txt", "b/y.txt"],
    async ({ at, changed, watch, counts }) => {
      const before = counts();
      writeFileSync(at("a/other.txt"), "1");
      mkdirSync(at("a/generated"));
      // Notices of one program come in the order of what happened, so this one comes last.
      await changed(() => writeFileSync(at("b/y.txt"), "1"));
      // The text is written in two steps: the file is emptied first.
      assert.ok(counts() - before <= 2);

      watch(["a/x.txt"]);
      const without = counts();
      writeFileSync(at("b/y.txt"), "22");
      await changed(() => writeFileSync(at("a/x.txt"), "1"));
      assert.ok(counts() - without <= 2);
    },
  );
});

test.run();

interface Watched {
  at(path: string): string;
  /** Resolves with the first notice from now on. */
  changed(act: () => void): Promise<void>;
  watch(paths: readonly string[]): void;
  counts(): number;
}

async function watching(
  files: Readonly<Record<string, string>>,
  pollMs: number | undefined,
  paths: readonly string[],
  use: (watched: Watched) => Promise<void>,
): Promise<void> {
  await withFiles(files, async (folder) => {
    let count = 0;
    let wake = (): void => {};
    const onChange = (): void => {
      count++;
      wake();
    };
    const onPolling = (error: Error): void => assert.unreachable(error.message);
    const watcher = watchFiles({ onChange, pollMs, onPolling });
    const at = (path: string): string => join(folder, path);
    const watch = (next: readonly string[]): void => watcher.watch(next.map(at));
    const changed = async (act: () => void): Promise<void> => {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      act();
      await woken;
    };
    try {
      if (paths.length > 0) await changed(() => watch(paths));
      await use({ at, changed, watch, counts: () => count });
    } finally {
      watcher.close();
    }
  });
}
