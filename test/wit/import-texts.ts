/** Imports WIT texts in memory. */

import { renderDiagnostics } from "../../compiler/diagnostics/render.js";
import { importWit, printImported, type Imported } from "../../compiler/import.js";
import type { Model } from "../../compiler/model/model.js";
import { createSourceFile } from "../../compiler/text/source-file.js";
import type { PackageSyntax } from "../../compiler/syntax/nodes.js";
import { joinFiles } from "../../compiler/wit/join-files.js";
import type { TextFile } from "../support/golden.js";

export interface ImportedTexts extends Imported {
  readonly shown: string;
}

export function importTexts(files: readonly TextFile[], given?: PackageSyntax): ImportedTexts {
  const [first, ...others] = files.map(({ path, text }) => createSourceFile(path, text));
  if (first === undefined) throw new RangeError("there is no WIT to import");
  const imported = importWit(joinFiles([first, ...others]), files.length, given);
  return { ...imported, shown: renderDiagnostics(imported.diagnostics, { colour: false }) };
}

/** Throws with all that is wrong. */
export async function schemaOf({ model, shown }: ImportedTexts): Promise<string> {
  if (model === undefined) throw new Error(`nothing was imported\n${shown}`);
  return await printImported(model);
}

/** Without what an import cannot know: where things stood, and in which order. */
export function interfaceOf(model: Model): unknown {
  const byName = (left: { readonly name: string }, right: { readonly name: string }): number =>
    left.name < right.name ? -1 : 1;
  const mentioned = JSON.stringify(
    {
      package: { ...model.package, documentation: undefined },
      types: [...model.types].sort(byName),
      processes: [...model.processes].sort(byName).map(({ name, documentation, world, handlers }) => ({
        name,
        documentation,
        world,
        handlers: handlers
          .filter(({ returns }) => returns.kind !== "host" || returns.name !== "HttpResponse")
          .sort(byName),
      })),
    },
    (key, value) => (key === "location" ? undefined : value),
  );
  return JSON.parse(mentioned);
}
