/** What `hproc new` is to make, from its words. */

import { basename, resolve } from "node:path";
import { packageName, publisherName } from "../naming/package-names.js";
import { toKebab } from "../naming/wit-names.js";
import { UsageError } from "../project/usage-error.js";
import type { PackageIdentity } from "../scaffold/rename-package.js";
import { isTemplateName, templates, type TemplateName } from "../scaffold/templates.js";
import { didYouMean, suggest } from "../text/suggest.js";
import type { Arguments } from "./arguments.js";

export interface NewSettings {
  /** As given. */
  readonly path: string;
  /** Absolute. */
  readonly target: string;
  readonly template: TemplateName;
  readonly identity: PackageIdentity;
}

/** Throws `UsageError` for the first value that is none of its option. */
export function readNewSettings({ operands, values }: Pick<Arguments, "operands" | "values">): NewSettings {
  const [path = ""] = operands;
  if (path === "") throw new UsageError("`hproc new` takes a folder, as in `hproc new my-app`");
  const target = resolve(path);
  return {
    path,
    target,
    template: readTemplate(values["template"]),
    identity: { name: readName(target, values["name"]), publisher: readPublisher(values["publisher"]) },
  };
}

type Value = string | boolean | undefined;

function readTemplate(value: Value = "minimal"): TemplateName {
  const text = String(value);
  if (isTemplateName(text)) return text;
  const names = Object.keys(templates);
  const hint = didYouMean(suggest(text, names));
  throw new UsageError(
    `\`--template\` takes ${names.join(", ").replace(/, (\w+)$/, " or $1")}; found \`${text}\`${hint === undefined ? "" : `; ${hint}`}`,
  );
}

function readName(target: string, value: Value): string {
  const text = String(value ?? basename(target));
  if (packageName.test(text)) return text;
  const rule = "a package is named with small letters, digits and single hyphens between them, at most 64";
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
  const better = (plain.match(/[A-Za-z0-9]+/g) ?? []).map(toKebab).join("-");
  const example = packageName.test(better) ? better : "my-app";
  if (value === undefined) {
    throw new UsageError(`${rule}; the folder is \`${text}\`, so name the package as in \`--name ${example}\``);
  }
  throw new UsageError(`${rule}, as in \`--name ${example}\`; found \`${text}\``);
}

function readPublisher(value: Value = "template.os"): string {
  const text = String(value);
  if (publisherName.test(text)) return text;
  throw new UsageError(
    `\`--publisher\` takes the name of a node: small letters, digits, hyphens and dots, such as \`alice.os\`; found \`${text}\``,
  );
}
