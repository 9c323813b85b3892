/** What a program uses and its engine does not have, found in the bundle before the program runs into it. */

import { ownNamespace } from "./bundle-imports.js";
import type { MissingGlobal } from "./engine.js";
import type { ComponentProblem } from "./problem.js";
import { readSourceMap, type OriginalPosition } from "./source-position.js";

/**
 * For esbuild's `define`: it knows which names are of a variable of the program, and replaces only those that are not.
 * Every global gets a name of the same length that nothing else has, so that each use is found where it stands.
 */
export function markGlobals(missing: readonly MissingGlobal[]): Readonly<Record<string, string>> {
  return Object.fromEntries(missing.map(({ name }) => [name, toMark(name)]));
}

export interface MarkedUses {
  /** The bundle as if nothing had been marked: the same lines and columns. */
  readonly source: string;
  /** In the author's files. */
  readonly errors: readonly ComponentProblem[];
  /** In packages, of which a program may use another part. */
  readonly doubts: readonly ComponentProblem[];
}

/**
 * One problem for each global and file that uses it. None for a file that asks somewhere whether it is there, as
 * `typeof Intl` does and `globalThis.Intl`: it will know what to do without.
 */
export function takeMarks(source: string, sourceMap: string, missing: readonly MissingGlobal[]): MarkedUses {
  const byMark = new Map(missing.map((each) => [toMark(each.name), each]));
  const uses = findUses(source, byMark);
  if (uses.length === 0) return { source, errors: [], doubts: [] };
  const findOriginal = readSourceMap(sourceMap);
  const asked = new Set<string>();
  const found = new Map<string, { readonly at: OriginalPosition; readonly message: string; readonly help: string }>();
  for (const { name, message, help, isQuestion, line, column } of uses) {
    const at = findOriginal({ line, column });
    if (at === undefined || at.file.startsWith(`${ownNamespace}:`)) continue;
    const key = `${name} ${at.file}`;
    if (isQuestion) asked.add(key);
    else if (!found.has(key)) found.set(key, { at, message, help });
  }
  const problems = [...found].filter(([key]) => !asked.has(key)).map(([, { at, message, help }]) => ({ ...at, message, help }));
  const isInPackage = ({ file }: ComponentProblem): boolean => /(?:^|\/)node_modules\//.test(file ?? "");
  return {
    source: source.replace(markPattern, (mark) => byMark.get(mark)?.name ?? mark),
    errors: problems.filter((problem) => !isInPackage(problem)),
    doubts: problems.filter(isInPackage),
  };
}

interface Use {
  readonly name: string;
  readonly message: string;
  readonly help: string;
  /** Whether it only asks for its type. */
  readonly isQuestion: boolean;
  readonly line: number;
  readonly column: number;
}

/** A letter that no program has at the start of a name; one UTF-16 unit, as what it stands for. */
const sign = "\ua66e";

const markPattern = new RegExp(`${sign}\\w+`, "g");

/** `__require` of a text is what a package tries and does without, or esbuild had refused it. */
const usePattern = new RegExp(`(typeof )?(${sign}\\w+|\\b__require\\d*(?=\\((?!")))`, "g");

function toMark(name: string): string {
  return sign + name.slice(1).replaceAll(".", "_");
}

function findUses(source: string, byMark: ReadonlyMap<string, MissingGlobal>): readonly Use[] {
  return source.split("\n").flatMap((text, index) =>
    [...text.matchAll(usePattern)].map((match): Use => {
      const [, question = "", word = ""] = match;
      const place = { isQuestion: question !== "", line: index + 1, column: match.index + question.length + 1 };
      const global = byMark.get(word);
      if (!global) return { name: "import", ...lateImport, ...place };
      return { name: global.name, message: `a process has no \`${global.name}\` on this engine`, help: global.help, ...place };
    }),
  );
}

const lateImport = {
  message: "a process has all its modules within it, so it cannot load one by a name that only the run will tell",
  help: "write the name out, as in `import(\"./page.js\")`; what may be meant is then in the component",
};
