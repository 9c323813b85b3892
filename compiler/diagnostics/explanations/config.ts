/** Explanations of what can be wrong in `hproc.config.json` and `metadata.json`. */

import { dedent, exampleFile, type Example, type Explanations } from "./explanation.js";

const todo = dedent`
  package todo:template.os@0.1.0

  process Todo {
    local  ping() -> string
  }
`;

function withConfig(text: string): Example {
  return { [exampleFile]: todo, "hproc.config.json": text };
}

function withMetadata(text: string): Example {
  return { [exampleFile]: todo, "metadata.json": text };
}

const whole = dedent`
  {
    "metadata": { "license": "Apache-2.0", "mirrors": ["mirror.os"] },
    "processes": { "todo": { "grant_capabilities": ["tester:tester:sys"] } }
  }
`;

const metadata = dedent`
  {
    "name": "todo",
    "properties": {
      "package_name": "todo",
      "publisher": "template.os",
      "current_version": "0.1.0",
      "mirrors": [],
      "code_hashes": { "0.1.0": "" }
    }
  }
`;

export const config: Explanations<"config"> = {
  "config/syntax": {
    kind: "schema",
    title: "a file beside the schema is not JSON",
    text:
      "`hproc.config.json` and `metadata.json` are read as JSON, which knows no comments and no commas at the end: nodes " +
      "and kit read the latter in the same way, and would refuse it when the package is installed.",
    wrong: withConfig(whole.replace('"mirrors": ["mirror.os"]', '"mirrors": ["mirror.os"],')),
    right: withConfig(whole),
  },
  "config/duplicate": {
    kind: "schema",
    title: "an object has a member twice",
    text: "Programs that read JSON take the last of two members without a word, so the first one would have no effect.",
    wrong: withConfig('{ "metadata": { "license": "MIT", "license": "Apache-2.0" } }\n'),
    right: withConfig('{ "metadata": { "license": "Apache-2.0" } }\n'),
  },
  "config/unknown-member": {
    kind: "schema",
    title: "`hproc.config.json` has a member that nothing reads",
    text:
      "What is misspelt would otherwise be left out in silence. What a schema says already, such as the name of the " +
      "package or its version, cannot be said once more.",
    wrong: withConfig(whole.replace("grant_capabilities", "grants_capabilities")),
    right: withConfig(whole),
  },
  "config/missing-member": {
    kind: "schema",
    title: "`metadata.json` has not all that nodes and kit demand",
    text:
      "The file is read when a package is installed and published, with names of members that have to be there. " +
      "`hproc build` writes a whole one when there is none.",
    wrong: withMetadata(metadata.replace('    "mirrors": [],\n', "")),
    right: withMetadata(metadata),
  },
  "config/value": {
    kind: "schema",
    title: "a value is not of the kind that its member takes",
    text: "Hyperware gives names, ids and versions a form, and refuses the whole package when one of them has another.",
    wrong: withConfig(whole.replace('["tester:tester:sys"]', '["tester"]')),
    right: withConfig(whole),
  },
  "config/unknown-process": {
    kind: "schema",
    title: "`hproc.config.json` speaks of a process that the schema does not have",
    text:
      "Processes have the names that they have in their ids, which are in kebab-case. What is meant for a process that " +
      "has been renamed would be lost.",
    wrong: withConfig(whole.replace('"todo"', '"todos"')),
    right: withConfig(whole),
  },
  "config/other-package": {
    kind: "schema",
    title: "`metadata.json` is of another package than the schema",
    text:
      "The name and the publisher of the package are those of the schema, and kit takes them from this file. A package " +
      "under two names would be installed under the wrong one.",
    wrong: withMetadata(metadata.replace('"publisher": "template.os"', '"publisher": "alice.os"')),
    right: withMetadata(metadata),
  },
  "config/newer-version": {
    kind: "schema",
    title: "`metadata.json` has the hash of a version that is newer than the schema's",
    text:
      "Of all versions that have a hash, kit takes the newest one as the present one, so what is built now would be " +
      "published under a version that it is not.",
    wrong: withMetadata(metadata.replace('"0.1.0": ""', '"0.1.0": "", "0.2.0": ""')),
    right: withMetadata(metadata),
  },
};
