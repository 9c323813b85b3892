/** `metadata.json`: what follows from the schema and the configuration is kept right, the rest is its author's. */

import { applyEdits, findNodeAtLocation, getNodeValue, modify, parseTree } from "jsonc-parser";
import type { Config } from "../model/config.js";
import type { Package } from "../model/model.js";

export interface MetadataInput {
  readonly package: Package;
  readonly config: Config;
  /** SHA-256 of the zip, in hexadecimal. */
  readonly hash: string;
}

/**
 * The text of the file, `present` being what stands there now, or undefined. Of that only values change that are ours,
 * each in its place: layout, other members, their order, and hashes of other versions stay. The file is as its JSON
 * Schema has it, which `check` has found out.
 */
export function writeMetadata(present: string | undefined, input: MetadataInput): string {
  if (present !== undefined) return ownedMembers(input).reduce(setMember, present);
  const { name, publisher, version, documentation = "" } = input.package;
  const {
    description = documentation,
    image = "",
    external_url = "",
    animation_url = "",
    mirrors = [],
    ...rest
  } = input.config.metadata ?? {};
  const document = {
    name,
    description,
    image,
    external_url,
    animation_url,
    properties: {
      package_name: name,
      publisher,
      current_version: version,
      mirrors,
      code_hashes: { [version]: input.hash },
      wit_version: witVersion,
      ...rest,
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** `hyperware:process@1.0.0` with its world `process-v1`: the only one that nodes of today know. */
const witVersion = 1;

type Member = readonly [path: readonly string[], value: unknown];

/** A description that stands in the file may be another one than the schema's documentation. */
function ownedMembers({ package: { name, publisher, version }, config, hash }: MetadataInput): readonly Member[] {
  const { description, image, external_url, animation_url, ...properties } = config.metadata ?? {};
  const top = Object.entries({ description, image, external_url, animation_url });
  return [
    [["name"], name],
    ...top.flatMap(([member, value]): readonly Member[] => (value === undefined ? [] : [[[member], value]])),
    [["properties", "package_name"], name],
    [["properties", "publisher"], publisher],
    [["properties", "current_version"], version],
    [["properties", "code_hashes", version], hash],
    [["properties", "wit_version"], witVersion],
    ...Object.entries(properties).map(([member, value]): Member => [["properties", member], value]),
  ];
}

function setMember(text: string, [path, value]: Member): string {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, [...path]);
  const present: unknown = node && getNodeValue(node);
  if (JSON.stringify(present) === JSON.stringify(value)) return text;
  return applyEdits(text, modify(text, [...path], value, { formattingOptions: formattingOf(text) }));
}

/** So that a member that is new has the indentation of the others. */
function formattingOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const [, indent = "  "] = /^[^\S\n]*\{\r?\n([ \t]+)/.exec(text) ?? [];
  return { insertSpaces: !indent.includes("\t"), tabSize: indent.length, eol: text.includes("\r\n") ? "\r\n" : "\n" };
}
