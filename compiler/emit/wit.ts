/** `api/*.wit`: interfaces and worlds in the layout that kit 3.2 writes and its stub generators read. */

import type { Model, Process } from "../model/model.js";
import { escapeWit, toKebab, toWorldName } from "../naming/wit-names.js";
import type { OutputFile } from "./emitter.js";
import { code, spaced } from "./print/code.js";
import { headerText } from "./print/header.js";
import { schemaEndpoint, schemaPackage, schemaString } from "./print/schema-text.js";
import { printWitDeclarations } from "./print/wit-declarations.js";
import { printSignatures, signatureEndpoints, signatureTypes } from "./print/wit-signatures.js";
import { witComment, witDocumentation, witMark } from "./print/wit-text.js";

/**
 * One interface for each process, and for each world the process's own file and the one with types alone that stubs
 * are made from. All of them belong to the package `hyperware:process`, whose text comes with the node, so none says
 * a package. Every world gets every interface of the package, as in kit.
 */
export function emitWit(model: Model): readonly OutputFile[] {
  const worlds = [...new Set(model.processes.map((process) => process.world))];
  return [
    ...model.processes.map((process) => printInterface(model, process)),
    ...worlds.flatMap((world) => [printWorld(model, world, "process-v1"), printWorld(model, `types-${world}`, "lib")]),
  ];
}

function printInterface(model: Model, process: Process): OutputFile {
  const name = toKebab(process.name);
  const declarations = printWitDeclarations(model, signatureTypes(process));
  const body = spaced([...declarations, ...printSignatures(process)]);
  // kit's own `use` stands at the margin; whatever is declared stands four columns in.
  const text = code`
    ${witComment("//", headerText(model))}

    ${witDocumentation(process.documentation)}
    ${markProcess(model, process).flatMap(witMark)}
    interface ${escapeWit(name)} {
    use standard.{address};

        ${body}
    }
  `;
  return { path: `api/${name}.wit`, text: `${text.replace(/\n+\}$/, "\n}")}\n` };
}

/** Who answers, and where over HTTP. */
function markProcess({ package: line }: Model, process: Process): readonly string[] {
  const paths = signatureEndpoints(process);
  return [
    schemaPackage(line),
    ...(process.world === toWorldName(line.name, line.publisher) ? [] : [`world ${schemaString(process.world)}`]),
    ...process.endpoints.filter(({ path }) => paths.has(path)).map(schemaEndpoint),
  ];
}

function printWorld(model: Model, name: string, base: string): OutputFile {
  const imports = model.processes.map((process) => `import ${escapeWit(toKebab(process.name))};`);
  const text = code`
    ${witComment("//", headerText(model))}

    ${witMark(schemaPackage(model.package))}
    world ${escapeWit(name)} {
        ${imports}
        include ${base};
    }
  `;
  return { path: `api/${name}.wit`, text: `${text}\n` };
}
