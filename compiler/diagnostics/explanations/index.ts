/** What each code means, with a wrong and a right example. Loaded only where somebody asks: most runs do without. */

import { catalogue, type Code, type TypeScriptCode } from "../catalogue.js";
import type { Severity } from "../diagnostic.js";
import { annotation } from "./annotation.js";
import { defaults } from "./default.js";
import { config } from "./config.js";
import type { Area, Explanation } from "./explanation.js";
import { handler } from "./handler.js";
import { name } from "./name.js";
import { packageLine } from "./package.js";
import { process } from "./process.js";
import { project, typeScript } from "./project.js";
import { route } from "./route.js";
import { syntax } from "./syntax.js";
import { type } from "./type.js";
import { use } from "./use.js";
import { wit } from "./wit.js";

/** Code by code, in the order of the catalogue. A code without explanation does not compile. */
export const explanations = {
  ...syntax,
  ...packageLine,
  ...use,
  ...name,
  ...type,
  ...annotation,
  ...defaults,
  ...process,
  ...handler,
  ...route,
  ...wit,
  ...config,
  ...project,
} satisfies Readonly<Record<Code, Explanation>>;

/** What each area is about, in the order of the stages. */
export const areas = {
  syntax: "the text cannot be read",
  package: "which package the schema belongs to",
  use: "types and processes of other files",
  name: "what things are called",
  type: "what values are made of",
  annotation: "what stands behind a type or case",
  default: "values that are left out",
  process: "the members of a process",
  handler: "what a process can be asked for",
  route: "how HTTP requests reach handlers",
  wit: "interfaces of other processes",
  config: "hproc.config.json, metadata.json and manifest.json",
  project: "what stands beside the schema",
} satisfies Readonly<Record<Area, string>>;

/** Stands for all codes of TypeScript in lists. */
export const typeScriptFamily = "TS…";

export interface Explained {
  readonly code: Code | TypeScriptCode | typeof typeScriptFamily;
  readonly severity: Severity;
  readonly explanation: Explanation;
}

/** All of them, area by area, TypeScript last. */
export function listExplained(): readonly Explained[] {
  const codes = Object.keys(explanations) as Code[];
  return [
    ...codes.map((code) => ({ code, severity: catalogue[code].severity, explanation: explanations[code] })),
    { code: typeScriptFamily, severity: "error", explanation: typeScript },
  ];
}

/** Undefined when hproc has no such code. */
export function findExplained(code: string): Explained | undefined {
  if (isTypeScriptCode(code)) return { code, severity: "error", explanation: typeScript };
  return listExplained().find((each) => each.code === code);
}

function isTypeScriptCode(code: string): code is TypeScriptCode {
  return /^TS\d+$/.test(code);
}
