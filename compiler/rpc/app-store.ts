/** Requests to `main:app-store:sys` (hyperdrive `packages/app-store/api/app-store:sys-v2.wit`). */

import type { Endpoint, RpcAnswer } from "./endpoint.js";
import { isRecord, parseRecord } from "./json.js";
import { NodeError } from "./node-error.js";

export interface PackageId {
  readonly packageName: string;
  readonly publisherNode: string;
}

/** `todo:template.os`. */
export function formatPackageId({ packageName, publisherNode }: PackageId): string {
  return `${packageName}:${publisherNode}`;
}

/** Uploads the zip of a package. Throws `NodeError` unless the node has taken it. */
export async function uploadPackage(endpoint: Endpoint, id: PackageId, zip: Uint8Array): Promise<void> {
  const request = { NewPackage: { package_id: toJson(id), mirror: true } };
  const { variant } = await ask(endpoint, request, "NewPackageResponse", zip);
  if (variant === "Success") return;
  throw new NodeError(`the node at ${endpoint.url} does not take the package (${show(variant)}); its log says why`);
}

/** Has an uploaded zip take the place of what is installed. `metadata` is that of the package, with pairs of hashes. */
export async function installPackage(
  endpoint: Endpoint,
  id: PackageId,
  { versionHash, metadata }: { readonly versionHash: string; readonly metadata: unknown },
): Promise<void> {
  const request = { Install: { package_id: toJson(id), version_hash: versionHash, metadata } };
  const { variant } = await ask(endpoint, request, "InstallResponse");
  if (variant === "Success") return;
  throw new NodeError(`the node at ${endpoint.url} has not installed the package (${show(variant)}); its log says why`);
}

/** Ends the processes of a package and deletes its files; what they have saved stays. */
export async function uninstallPackage(endpoint: Endpoint, id: PackageId): Promise<void> {
  const { variant } = await ask(endpoint, { Uninstall: toJson(id) }, "UninstallResponse");
  if (variant === "Success") return;
  throw new NodeError(
    `the node at ${endpoint.url} has not uninstalled ${formatPackageId(id)} (${show(variant)}): perhaps it is not installed`,
  );
}

/** The packages whose interfaces the node has. */
export async function listApis(endpoint: Endpoint): Promise<readonly PackageId[]> {
  const { variant } = await ask(endpoint, "Apis", "ApisResponse");
  const apis = isRecord(variant) ? variant["apis"] : undefined;
  if (!Array.isArray(apis)) throw new NodeError(describeOther(endpoint, variant));
  return apis.map((each: unknown) => {
    const { package_name: packageName, publisher_node: publisherNode } = isRecord(each) ? each : {};
    if (typeof packageName === "string" && typeof publisherNode === "string") return { packageName, publisherNode };
    throw new NodeError(describeOther(endpoint, each));
  });
}

/** The `api.zip` of a package; undefined when the node has none. */
export async function fetchApi(endpoint: Endpoint, id: PackageId): Promise<Uint8Array | undefined> {
  const { variant, blob } = await ask(endpoint, { GetApi: toJson(id) }, "GetApiResponse");
  return variant === "Success" ? blob : undefined;
}

/** Unpacking a large package and making its components ready takes a while. */
const timeoutSeconds = 60;

async function ask(
  endpoint: Endpoint,
  request: unknown,
  expected: string,
  blob?: Uint8Array,
): Promise<{ readonly variant: unknown; readonly blob: RpcAnswer["blob"] }> {
  const body = JSON.stringify(request);
  const process = "main:app-store:sys";
  const answer = await endpoint.send({ process, body, timeoutSeconds, ...(blob && { blob }) });
  if (!answer) {
    throw new NodeError(`the app-store of the node at ${endpoint.url} has not answered within ${timeoutSeconds} s`);
  }
  const json = parseRecord(answer.body);
  if (!json || !(expected in json)) {
    throw new NodeError(describeOther(endpoint, Buffer.from(answer.body).toString("utf8")));
  }
  return { variant: json[expected], blob: answer.blob };
}

function describeOther({ url }: Endpoint, found: unknown): string {
  return `the app-store of the node at ${url} has answered something else than expected: ${show(found)}`;
}

function show(found: unknown): string {
  const text = typeof found === "string" ? found : JSON.stringify(found);
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

function toJson({ packageName, publisherNode }: PackageId): unknown {
  return { package_name: packageName, publisher_node: publisherNode };
}
