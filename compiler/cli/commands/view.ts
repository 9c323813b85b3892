/** `hproc view` */

import { parseAddress, parseProcessId } from "../../../runtime/contract/index.js";
import { readZip } from "../../../runtime/node/read-zip.js";
import { byPath } from "../../pack/package-file.js";
import { UsageError } from "../../project/usage-error.js";
import { fetchApi, formatPackageId, listApis, type PackageId } from "../../rpc/app-store.js";
import { createEndpoint, defaultNodeUrl, type Endpoint } from "../../rpc/endpoint.js";
import { NodeError } from "../../rpc/node-error.js";
import { listProcesses } from "../../rpc/processes.js";
import { createSourceFile, type SourceFile } from "../../text/source-file.js";
import { describeInterfaces, type DescribedInterface } from "../../wit/describe-interfaces.js";
import { showInterface } from "../../wit/show-interface.js";
import type { Command } from "../command.js";
import type { Output } from "../output.js";
import { parsePackageId } from "../package-id.js";

export const view: Command = {
  help: `usage: hproc view [package|process] [--node URL] [--wit]

Shows what runs on a node, or the interface of a package or process: its handlers, how each is reached, and its types.

  [package]    package:publisher
  [process]    process:package:publisher, also with the node in front of an @
  --node URL   the node; ${defaultNodeUrl} when left out
  --wit        the WIT as the package has brought it

A Hyperdrive node answers when it was started with \`--expose-local\`, from its own machine.

examples:
  hproc view
  hproc view todo:template.os
  hproc view todo:todo:template.os --wit`,
  options: { node: { type: "string" }, wit: { type: "boolean" } },
  operand: "package or process",
  async run({ operands: [word], values, output }) {
    const endpoint = createEndpoint(String(values["node"] ?? defaultNodeUrl));
    if (word === undefined) return await showNode(endpoint, output);
    const target = parseTarget(word);
    return await showApi(target, { endpoint, output, asWit: values["wit"] === true });
  },
};

interface Target {
  readonly id: PackageId;
  /** Undefined for all of the package. */
  readonly processName: string | undefined;
}

function parseTarget(text: string): Target {
  const process = text.includes("@") ? parseAddress(text)?.process : parseProcessId(text);
  if (process) {
    const { processName, packageName, publisherNode } = process;
    return { id: { packageName, publisherNode }, processName };
  }
  if (text.split(":").length !== 2) {
    throw new UsageError(
      `\`${text}\` is neither a package nor a process; they look like \`package:publisher\` and \`process:package:publisher\``,
    );
  }
  return { id: parsePackageId(text), processName: undefined };
}

async function showNode(endpoint: Endpoint, output: Output): Promise<number> {
  output.progress(`asking ${endpoint.url}`);
  const processes = await listProcesses(endpoint);
  const apis = (await listApis(endpoint)).map(formatPackageId);
  const packageOf = (id: string): string => id.split(":").slice(1).join(":");
  const installed = processes.filter(({ isInstalled }) => isInstalled);
  const width = Math.max(0, ...installed.map(({ id }) => id.length));
  if (installed.length === 0) output.line(`nothing is installed on ${endpoint.url}`);
  for (const { id, isPublic } of installed) {
    const hasInterface = apis.includes(packageOf(id));
    const notes = [...(hasInterface ? ["interface"] : []), ...(isPublic ? ["public"] : [])].join(", ");
    output.line(`${id.padEnd(width)}  ${notes}`.trimEnd(), {
      kind: "process",
      id,
      public: isPublic,
      interface: hasInterface,
    });
  }
  // Of packages that bring interfaces and no process.
  for (const name of apis.filter((api) => !installed.some(({ id }) => packageOf(id) === api))) {
    output.line(`${name.padEnd(width)}  interface`, { kind: "interface-only", id: name });
  }
  const system = processes.length - installed.length;
  output.line(`and ${system} processes of the node itself`);
  return 0;
}

async function showApi(
  { id, processName }: Target,
  { endpoint, output, asWit }: { readonly endpoint: Endpoint; readonly output: Output; readonly asWit: boolean },
): Promise<number> {
  const name = formatPackageId(id);
  output.progress(`asking ${endpoint.url} for the interface of ${name}`);
  const zip = await fetchApi(endpoint, id);
  if (!zip)
    throw new NodeError(`the node at ${endpoint.url} has no interface of ${name}; \`hproc view\` lists what it has`);
  const texts = readTexts(zip);
  if (!texts)
    throw new NodeError(`what the node at ${endpoint.url} has as the interface of ${name} is no zip that can be read`);
  const files = texts.map((file) => ({ file, ...describeInterfaces(file) }));
  const interfaces = files.flatMap((each) => each.interfaces ?? []);
  // An interface is called as its process, if it is that of one.
  const isOwn = interfaces.some((each) => each.name === processName);
  const isMeant = (each: DescribedInterface): boolean => !isOwn || each.name === processName;
  if (asWit) {
    const meant = files.filter((each) => each.interfaces?.some(isMeant) ?? !isOwn);
    if (meant.length === 0) throw new NodeError(`the interface of ${name} has no WIT in it`);
    for (const { file } of meant)
      output.line(`// ${file.path}\n${file.text.trimEnd()}`, { kind: "wit", package: name, path: file.path, text: file.text });
    return 0;
  }
  const shown = interfaces.filter(isMeant);
  const unread = isOwn ? [] : files.flatMap(({ diagnostics }) => diagnostics);
  output.diagnostics(unread);
  if (shown.length === 0 && unread.length === 0) throw new NodeError(`the interface of ${name} has no WIT in it`);
  shown.forEach((each, index) => {
    const data = { kind: "interface", package: name, ...each };
    output.line(`${index === 0 ? "" : "\n"}${showInterface(each)}`, data);
  });
  return unread.length === 0 ? 0 : 1;
}

/** The WIT files of an `api.zip`, by path; undefined when it is no zip that can be read. */
function readTexts(zip: Uint8Array): readonly SourceFile[] | undefined {
  const { files, problems } = readZip(zip);
  if (problems.length > 0) return undefined;
  return files
    .filter(({ path }) => path.endsWith(".wit"))
    .sort(byPath)
    .map(({ path, bytes }) => createSourceFile(path, new TextDecoder().decode(bytes)));
}
