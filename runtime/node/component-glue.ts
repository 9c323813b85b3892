/**
 * Makes the JavaScript that jco 1.35 generates call host functions directly. As generated, every call of an import
 * creates two task objects for component-model async, which `process-v1` does not use, and looks at an environment
 * variable several times: more than half of the time of a small message.
 */

/** One import: its function expression, then the line that names it. */
const trampoline = /  const (_trampoline\d+) = function\([\s\S]*?\n  \1\.fnName = '[^']*';\n/g;

const lowerFunction = "  function _lowerImportBackwardsCompat(args) {";
const slowLowerFunction = "  function _lowerImportSlowly(args) {";

/** Imports without bookkeeping are handed out as they are; the others go through the generated function. */
const directLower = `  const _lowerImportBackwardsCompat = {
    bind: (_, args) => (args.importFn.isDirect ? args.importFn : _lowerImportSlowly.bind(null, args)),
  };
`;

/** Returns the source as it was wherever it does not look as expected: slower, and still right. */
export function directGlue(source: string): string {
  const quiet = source.replace(
    /const _debugLog = \(\.\.\.args\) => \{[\s\S]*?\n  \};\n/,
    "const _debugLog = () => {};\n",
  );
  if (!quiet.includes(lowerFunction)) return quiet;
  const direct = quiet.replace(trampoline, (text, name: string) => {
    const without = withoutTask(text);
    return without === undefined ? text : `${without}  ${name}.isDirect = true;\n`;
  });
  return direct.replace(lowerFunction, () => `${directLower}${slowLowerFunction}`);
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
