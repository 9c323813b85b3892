/** One TypeScript file: its text, and the imports that the text turned out to need. */

import type { Model } from "../../model/model.js";
import type { OutputFile } from "../emitter.js";
import { code, type Fragment } from "./code.js";
import { docComment } from "./doc-comment.js";
import { headerText } from "./header.js";
import {
  clientModule,
  contractModule,
  guestModule,
  type ClientType,
  type ClientValue,
  type ContractType,
  type ContractValue,
  type GuestType,
  type GuestValue,
} from "./runtime-names.js";
import { commentLines, textLiteral } from "./text-literal.js";
import { besideUserTypes } from "./type-names.js";

/** Collects the names that a file uses while its text is printed. */
export class TypeScriptFile {
  readonly #model: Model;
  /** By module, then by exported name. */
  readonly #imports = new Map<string, Map<string, { readonly local: string; readonly isType: boolean }>>();

  constructor(model: Model) {
    this.#model = model;
  }

  /** A value of `hproc/contract`. */
  contract(name: ContractValue): string {
    return this.#import(contractModule, name, name, false);
  }

  contractType(name: ContractType): string {
    return this.#import(contractModule, name, besideUserTypes(name, this.#model), true);
  }

  guest(name: GuestValue): string {
    return this.#import(guestModule, name, name, false);
  }

  guestType(name: GuestType): string {
    return this.#import(guestModule, name, besideUserTypes(name, this.#model), true);
  }

  /** A value of `hproc/client`. */
  client(name: ClientValue): string {
    return this.#import(clientModule, name, name, false);
  }

  clientType(name: ClientType): string {
    return this.#import(clientModule, name, besideUserTypes(name, this.#model), true);
  }

  /** A value that another generated file exports. */
  value(module: string, name: string): string {
    return this.#import(module, name, name, false);
  }

  /** A type that another generated file exports. */
  type(module: string, name: string): string {
    return this.#import(module, name, name, true);
  }

  /** The default export of a module under a name of our choice. */
  defaultOf(module: string, local: string): string {
    return this.#import(module, "default", local, false);
  }

  /** The finished file; `documentation` is about the file as a whole. */
  print(path: string, body: Fragment, documentation?: string): OutputFile {
    const text = code`
      ${commentLines(headerText(this.#model)).map((line) => `// ${line}`)}

      ${docComment({ documentation })}

      ${this.#printImports()}

      ${body}
    `;
    return { path, text: `${text.replace(/\n{3,}/g, "\n\n")}\n` };
  }

  #import(module: string, name: string, local: string, isType: boolean): string {
    const names = this.#imports.get(module) ?? new Map<string, { local: string; isType: boolean }>();
    names.set(name, { local, isType });
    this.#imports.set(module, names);
    return local;
  }

  #printImports(): readonly string[] {
    const modules = [...this.#imports].sort(([left], [right]) => compareModules(left, right));
    return modules.map(([module, names]) => {
      const byDefault = names.get("default");
      if (byDefault) return `import ${byDefault.local} from ${textLiteral(module)};`;
      const sorted = [...names].sort(([left], [right]) => compareText(left, right));
      const onlyTypes = sorted.every(([, { isType }]) => isType);
      const list = sorted.map(([name, { local, isType }]) => {
        const renamed = local === name ? name : `${name} as ${local}`;
        return isType && !onlyTypes ? `type ${renamed}` : renamed;
      });
      return `import ${onlyTypes ? "type " : ""}{ ${list.join(", ")} } from ${textLiteral(module)};`;
    });
  }
}

/** Packages before files of our own. */
function compareModules(left: string, right: string): number {
  return Number(left.startsWith(".")) - Number(right.startsWith(".")) || compareText(left, right);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
