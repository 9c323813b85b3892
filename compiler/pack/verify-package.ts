/** Whether nodes can install a package, found out before one says so late and in few words. */

import { readZip } from "../../runtime/node/read-zip.js";
import { verifyComponent } from "../component/verify.js";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.js";
import { readJsonFile } from "../project/json-file.js";
import { createSourceFile } from "../text/source-file.js";
import { didYouMean, suggest } from "../text/suggest.js";
import type { PackageFile } from "./package-file.js";

/** What has no place in a text. */
export interface PackageProblem {
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string | undefined;
}

export interface Verification {
  readonly problems: readonly PackageProblem[];
  /** Of `manifest.json`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of the processes that nodes start, as the manifest names them. */
  readonly processNames: readonly string[];
}

/** `shownAt` is where messages say that the package is: `pkg`. */
export function verifyPackage(files: readonly PackageFile[], shownAt: string): Verification {
  const problems: PackageProblem[] = [];
  const error = (message: string, help?: string): void => void problems.push({ severity: "error", message, help });
  const warning = (message: string, help?: string): void => void problems.push({ severity: "warning", message, help });
  const byPath = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const components = files.map(({ path }) => path).filter((path) => /^[^/]+\.wasm$/.test(path));

  const manifest = byPath.get("manifest.json");
  if (!manifest) {
    error(`\`${shownAt}\` has no \`manifest.json\``, "nodes start the processes that it names; `hproc build` makes one");
    return { problems, diagnostics: [], processNames: [] };
  }
  const file = createSourceFile(`${shownAt}/manifest.json`, new TextDecoder().decode(manifest));
  const { value, diagnostics } = readJsonFile(file, "manifest");
  const entries = (value ?? []) as readonly ManifestEntry[];
  const processNames = entries.map(({ process_name }) => process_name);
  const wanted = new Set(entries.map(({ process_wasm_path }) => process_wasm_path.slice(1)));

  for (const name of repeated(processNames)) {
    error(`\`manifest.json\` has two processes \`${name}\``, "nodes would start the second one in the place of the first");
  }
  for (const path of wanted) {
    const component = byPath.get(path);
    if (!component) error(`\`manifest.json\` names \`${path}\`, which the package does not have`, explainMissing(path, components));
    else for (const violation of verifyComponent(component)) error(`\`${path}\` cannot start: ${violation}`);
  }

  const scripts = readScripts(byPath.get("scripts.json"));
  if (!scripts) error("`scripts.json` is not a JSON object with the file of a component as name of each member");
  for (const path of scripts ?? []) {
    if (!byPath.has(path)) error(`\`scripts.json\` names \`${path}\`, which the package does not have`, explainMissing(path, components));
  }
  // Where the manifest cannot be read, nothing is known of them.
  for (const path of value === undefined ? [] : components) {
    if (wanted.has(path) || scripts?.includes(path)) continue;
    warning(`no process of \`manifest.json\` has the component \`${path}\``, "remove it, if it is left of an earlier build");
  }

  const api = byPath.get("api.zip");
  if (!api) warning("the package has no `api.zip`, so nobody can build against it", "`hproc build` makes it of `api/`");
  else for (const problem of readZip(api).problems) error(`\`api.zip\`: ${problem}`);
  return { problems, diagnostics, processNames };
}

/** What its JSON Schema says of an entry. */
interface ManifestEntry {
  readonly process_name: string;
  readonly process_wasm_path: string;
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** `-` for `_`, and the other way round, are what names of files and of processes differ by most often. */
function explainMissing(path: string, components: readonly string[]): string {
  const like = components.find((each) => each.replaceAll("_", "-") === path.replaceAll("_", "-"));
  return didYouMean(like ?? suggest(path, components)) ?? "`hproc build` makes it";
}

/** The components that can be started from the terminal: kit/src/start_package looks at none of it. Undefined when it is damaged. */
function readScripts(bytes: Uint8Array | undefined): readonly string[] | undefined {
  if (!bytes) return [];
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined;
  } catch {
    return undefined;
  }
}
