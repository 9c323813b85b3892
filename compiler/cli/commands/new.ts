/** `hproc new` */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { compileSchema } from "../../pipeline.js";
import { nodeHost } from "../../project/node-host.js";
import { globalsFile, processGlobals } from "../../project/process-globals.js";
import { UsageError } from "../../project/usage-error.js";
import { placeFolder } from "../../scaffold/place-folder.js";
import { projectFiles } from "../../scaffold/project-files.js";
import { renamePackage } from "../../scaffold/rename-package.js";
import { readTemplate, templates } from "../../scaffold/templates.js";
import { InternalError } from "../../text/internal-error.js";
import type { Command } from "../command.js";
import { readNewSettings } from "../new-settings.js";
import { ownDescription } from "../version.js";

export const newCommand: Command = {
  help: `usage: hproc new <folder> [--template NAME] [--name NAME] [--publisher NODE]

Makes a project that runs: a schema, its handlers and their tests, a page where it has one, and settings for npm and
editors. The folder is a new one, or an empty one: nothing is written over, and when something fails nothing is left.

  --template NAME   what the project begins as:
${Object.entries(templates)
  .map(([name, { summary }]) => `                      ${name.padEnd(9)}${summary}${name === "minimal" ? " (the default)" : ""}`)
  .join("\n")}
  --name NAME       the package: small letters, digits and hyphens; the name of the folder when left out
  --publisher NODE  the node that will publish it, template.os when left out

examples:
  hproc new my-app
  hproc new my-list --template todo --publisher alice.os
  hproc new . --name my-app`,
  options: { template: { type: "string" }, name: { type: "string" }, publisher: { type: "string" } },
  operand: "folder",
  async run(input) {
    const { path, target, template: templateName, identity } = readNewSettings(input);
    const template = templates[templateName];
    const { schema, files, processIds } = renamePackage(await readTemplate(template), identity);
    const { version, engines, devDependencies } = ownDescription();
    const hproc = { version, node: engines.node, nodeTypes: devDependencies["@types/node"] };
    const settings = projectFiles({ name: identity.name, template, schema, processId: processIds[0] ?? "", hproc });
    const all = [...Object.entries(settings), ...files.map(({ path, content }) => [path, content] as const)];
    await placeFolder(target, path, async (draft) => {
      await writeFiles(draft, all);
      await compileDraft(draft, schema);
    });

    const packageId = `${identity.name}:${identity.publisher}`;
    const next = nextSteps(target);
    const lines = [
      `created ${path}: package ${packageId}, ${all.length} files of the template ${templateName}`,
      ...next.map((step) => `  ${step}`),
      "runs it, and `npm test` its tests",
    ];
    const names = all.map(([name]) => name).sort();
    input.output.line(lines.join("\n"), { kind: "created", folder: path, template: templateName, package: packageId, files: names, next });
    return 0;
  },
};

type Files = readonly (readonly [path: string, content: string | Buffer])[];

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/**
 * With what is generated, an editor knows the project from the first moment. Throws `UsageError` for a name that only
 * the compiler refuses, such as one that WIT cannot carry: nothing else is wrong with a template.
 */
async function compileDraft(draft: string, schema: string): Promise<void> {
  const { diagnostics, written } = await compileSchema({ folder: draft, fileName: schema, displayPath: schema }, nodeHost);
  const [first] = diagnostics;
  if (first !== undefined) throw new UsageError(`no package can have this name: ${first.message}`);
  if (written === undefined) throw new InternalError(`the template with ${schema} was not compiled`);
  await nodeHost.write(join(draft, globalsFile), processGlobals);
}

/** What to type. A checkout is not what the registry has, so the project is to use the checkout. */
function nextSteps(target: string): readonly string[] {
  const own = fileURLToPath(new URL("../../../../", import.meta.url));
  const isInstalled = own.split(sep).includes("node_modules");
  const fromTarget = relative(target, own).split(sep).join("/");
  const folder = relative(process.cwd(), target);
  return [
    ...(folder === "" ? [] : [`cd ${quote(folder)}`]),
    isInstalled ? "npm install" : `npm install --save-dev ${quote(fromTarget)}`,
    "npm run dev",
  ];
}

/** For a shell. */
function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
