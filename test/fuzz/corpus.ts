/** What mutations start from: every schema of the repository, and every schema text in a case file. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder, readFolder } from "../support/golden.js";
import { withoutAnnotations } from "../support/notation.js";

/** In the order of their paths. */
export function readCorpus(): readonly string[] {
  const files = ["examples", "test"].flatMap((folder) =>
    readFolder(join(repositoryFolder, folder), (path) => /\.(hproc|txt)$/.test(path) && !/(^|\/)(node_modules|target)\//.test(path)),
  );
  return [
    ...files.filter(({ path }) => path.endsWith(".hproc")).map(({ text }) => text),
    ...files.filter(({ path }) => path.endsWith(".txt")).flatMap(({ text }) => casesOf(text)),
    ...[...readFileSync(join(repositoryFolder, "docs/language.md"), "utf8").matchAll(/```hproc\n([^]*?)```/g)].map(
      ([, text = ""]) => text,
    ),
  ];
}

/** Texts below `== title` lines, with the package line that their tests give them. */
function casesOf(text: string): readonly string[] {
  const [, ...cases] = `\n${text}`.split("\n== ");
  return cases
    .map((each) => withoutAnnotations(each.slice(each.indexOf("\n") + 1).trimEnd()))
    .map((each) => (/^ *package\b/m.test(each) ? each : `package test:template.os@0.1.0\n${each}`));
}
