/**
 * Makes the JavaScript that jco generates call host functions directly. As generated, every call of an import creates two
 * task objects for component-model async, which `process-v1` does not use, and looks at an environment variable several
 * times: more than half of the time of a small message. None of jco's options leaves that out; `tracing` is about other
 * lines, and `validLiftingOptimization` drops checks that Hyperdrive makes.
 */

/** The release whose output is changed here; package.json pins the same. */
export const jcoVersion = "1.35.0";

/** What jco generates is not what is changed here. */
export class UnknownGlueError extends Error {
  override readonly name = "UnknownGlueError";

  constructor(what: string) {
    super(`what jco generates has not ${what} as expected; hproc is made for jco ${jcoVersion} alone`);
  }
}

/** One import: its function expression, then the line that names it. How far jco indents differs between components. */
const trampoline = /^( *)const (_trampoline\d+) = function\([\s\S]*?\n\1\2\.fnName = '([^']*)';\n/gm;
const trampolineStart = /^ *const _trampoline\d+ = function\(/gm;

const log = /^( *)const _debugLog = \(\.\.\.args\) => \{[\s\S]*?\n\1\};\n/m;

const lowerFunction = "function _lowerImportBackwardsCompat(args) {";
const slowLowerFunction = "function _lowerImportSlowly(args) {";

/** Imports are handed out as they are. What else jco may lower goes through the generated function. */
const directLower = `const _lowerImportBackwardsCompat = {
    bind: (_, args) => (args.importFn.isDirect ? args.importFn : _lowerImportSlowly.bind(null, args)),
  };
`;

/** @throws UnknownGlueError unless everything that is to be changed is there. */
export function directGlue(source: string): string {
  const importCount = (source.match(trampolineStart) ?? []).length;
  // A component may import nothing.
  if (importCount === 0 && !source.includes("_lowerImport")) return source;
  const quiet = replaceOnce(source, log, "const _debugLog = () => {};\n", "the function that logs");
  let count = 0;
  const direct = quiet.replace(trampoline, (text, indent: string, name: string, importName: string) => {
    const without = withoutTask(text);
    if (without === undefined) throw new UnknownGlueError(`the import ${importName}`);
    count++;
    return `${without}${indent}${name}.isDirect = true;\n`;
  });
  if (count !== importCount || count === 0) throw new UnknownGlueError("its imports");
  return replaceOnce(direct, lowerFunction, `${directLower}${slowLowerFunction}`, "the function that imports go through");
}

function replaceOnce(text: string, part: string | RegExp, replacement: string, what: string): string {
  const replaced = text.replace(part, () => replacement);
  if (replaced === text || replaced.replace(part, "") !== replaced) throw new UnknownGlueError(what);
  return replaced;
}

/** Undefined if something of the bookkeeping is left. */
function withoutTask(text: string): string | undefined {
  const direct = text
    // The creation of the task, from its first line to its start.
    .replace(/ *const hostProvided = true;[\s\S]*?const started = task\.enterSync\(\);\n/, "")
    // The call itself: only the innermost function stays.
    .replace(
      /_withGlobalCurrentTaskMeta\(\{\s+componentIdx: task\.componentIdx\(\),\s+taskID: task\.id\(\),\s+fn: \(\) => _trackHostOperation\(\(\) => ([\s\S]*?)\),\n\s+\}\)\s*;/g,
      (_match, call: string) => `${call};`,
    )
    // What happens to the task when the call throws; the error itself is thrown on.
    .replace(/\s+_debugLog\('\[Instruction::CallInterface\] error during sync call', \{[\s\S]*?\}\);/g, "")
    .replace(/if \(getOrCreateAsyncState\(\d+\)\.markTrapped\(e\)\) \{ throw e; \}/g, "")
    .replace(
      /\s+getOrCreateAsyncState\(\d+\)\.markTrapped\(err\);\s+task\.setErrored\(err\);\s+task\.reject\(err\);\s+task\.exit\(\);/g,
      "",
    )
    // The result, which the task would hand on.
    .replace(/\s+_debugLog\('\[iface=[^\n]*Instruction::Return\]', \{[\s\S]*?\}\);/g, "")
    .replace(/task\.resolve\(\[([^\n]*)\]\);\s+task\.exit\(\);/g, (_match, result: string) => `return ${result};`);
  return /\btask\b/.test(direct) ? undefined : direct;
}
