/** Repairs the JavaScript bindings that componentize-js puts between a component's source and its imports. */

import { InternalError } from "../../text/internal-error.js";

/** The release whose bindings the repair was written for and tested with; package.json pins the same. */
export const componentizeVersion = "0.23.0";

/**
 * Returns the bindings with the buffers of every import call freed when that call ends.
 *
 * componentize-js keeps each buffer that it lowers an argument into until the *export* returns. The only export of a
 * process is `init`, which never returns: memory grows with every message, and because each later `$dealloc` searches
 * that growing list, so does the time a message takes (13 000 messages a second fall to 3 000 within 120 000).
 *
 *     function import_…$sendResponse(arg0, arg1) {     function import_…$sendResponse(arg0, arg1) {
 *       …                                        ->      const owned = $owned.length;
 *     }                                                  try { … } finally { $release(owned); }
 *                                                      }
 *
 * `finally`, because a call may fail while it lowers its arguments or by an `err` result. A mark instead of an empty
 * list, because an argument may be an object whose getter makes an import call of its own.
 *
 * @throws InternalError where the text is not what the expected componentize-js prints. An unrepaired component would
 *   work in every short test and fail on the node a day later.
 */
export function repairBindings(bindings: string): string {
  const repaired = replacements.reduce((text, replacement) => apply(text, replacement), bindings);
  const [unrepaired] = leakingImport.exec(repaired) ?? [];
  if (unrepaired !== undefined) throw unknownBindings(`an import function of another form, \`${unrepaired.trim()}\``, "contain");
  return repaired;
}

/** One that the pattern below has passed over. */
const leakingImport = /^.*\bfunction\*? +import_.*(?!\nconst owned )$/m;

interface Replacement {
  /** What the pattern finds, for the message when it does not. */
  readonly subject: string;
  readonly pattern: RegExp;
  readonly replace: (...groups: string[]) => string;
}

const replacements: readonly Replacement[] = [
  {
    subject: "the allocator that the engine hands over",
    pattern: /^delete globalThis\.\$bindings;\n/m,
    replace: (line) => line + ownership,
  },
  {
    subject: "the import functions",
    pattern: /^(function import_\w[\w$]*\(.*\) \{\n)([\s\S]*?)^\}\n/gm,
    replace: (_, head = "", body = "") =>
      `${head}const owned = $owned.length;\ntry {\n${body}} finally { $release(owned); }\n}\n`,
  },
  {
    subject: "the string encoder",
    pattern: /^function _utf8AllocateAndEncode\(s, realloc, memory\) \{\n[\s\S]*?^\}\n/m,
    replace: () => stringEncoder,
  },
];

function apply(text: string, { subject, pattern, replace }: Replacement): string {
  if (text.search(pattern) < 0) {
    throw unknownBindings(`${subject} (${pattern.source})`, "do not contain");
  }
  return text.replace(pattern, replace);
}

function unknownBindings(what: string, verb: string): InternalError {
  return new InternalError(
    `the bindings ${verb} ${what}; the repair is written for @bytecodealliance/componentize-js ${componentizeVersion}`,
  );
}

/**
 * Every allocation for an argument goes through `$realloc`, the string encoder's included. `>>> 0`, because the engine
 * returns addresses above 2 GiB as negative numbers, which no typed array accepts.
 */
const ownership = `const $owned = [], $allocate = $realloc, $free = $dealloc;
$realloc = (pointer, oldSize, alignment, size) => {
  const result = $allocate(pointer, oldSize, alignment, size) >>> 0;
  $owned.push(result);
  return result;
};
const $release = (count) => { while ($owned.length > count) $free($owned.pop()); };
`;

/** The original measures the string in a loop over its characters: 598 instead of 10 µs for 2000 of them. */
const stringEncoder = `function _utf8AllocateAndEncode(s, realloc, memory) {
  if (typeof s !== 'string') throw new TypeError('expected a string, received [' + typeof s + ']');
  if (s.length === 0) return { ptr: 1, len: 0 };
  const bytes = TEXT_ENCODER_UTF8.encode(s);
  const ptr = realloc(0, 0, 1, bytes.length);
  new Uint8Array(memory.buffer, ptr, bytes.length).set(bytes);
  return { ptr, len: bytes.length };
}
`;
