/** The documents of the repository, and what stands in their fences. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "./golden.js";

export interface Document {
  /** `docs/runtime.md`. */
  readonly path: string;
  readonly text: string;
}

const guides = readdirSync(join(repositoryFolder, "docs")).sort().map((name) => `docs/${name}`);

export const documents: readonly Document[] = ["README.md", "CONTRIBUTING.md", ...guides].map(
  (path) => ({ path, text: readFileSync(join(repositoryFolder, path), "utf8") }),
);

/** The text of one; empty when there is none. */
export function document(path: string): string {
  return documents.find((candidate) => candidate.path === path)?.text ?? "";
}

/** The parts of a document that begin with `## `, by their headings, each with what stands below it. */
export function sectionsOf(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^## (.*)$/m).slice(1);
  return new Map(parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ""]] : [])));
}

/** Fenced blocks with what stands behind the fence. */
export function blocksOf(text: string): readonly { readonly info: string; readonly code: string }[] {
  return [...text.matchAll(/^```(\w[^\n]*)\n([^]*?)^```$/gm)].map(([, info = "", code = ""]) => ({ info, code }));
}

export function codeBlocks(text: string, language: string): readonly string[] {
  return blocksOf(text)
    .filter(({ info }) => info === language)
    .map(({ code }) => code);
}

/** Blocks with the name of a file behind their language: a project, or a part of one. */
export function filesOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    blocksOf(text).flatMap(({ info, code }) => {
      const name = /^(?:hproc|ts) (\S+\.(?:hproc|ts))$/.exec(info)?.[1];
      return name === undefined ? [] : [[name, code]];
    }),
  );
}

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string | undefined;
  readonly contentType?: string;
}

export function send(origin: string, { method, path, body, contentType }: HttpRequest): Promise<Response> {
  const headers: Record<string, string> = contentType === undefined ? {} : { "content-type": contentType };
  return fetch(origin + path, { method, headers, ...(body === undefined ? {} : { body }) });
}

/**
 *     $ curl -X POST http://localhost:8080/… -d 5
 *     5
 */
export function curlExamples(text: string): readonly { readonly request: HttpRequest; readonly answer: string }[] {
  return [...text.matchAll(/^ {4}\$ curl (.*)\n((?: {4}[^$\n].*\n)+)/gm)].map(([, words = "", answer = ""]) => {
    const body = / ?-d (?:'([^']*)'|(\S+))/
      .exec(words)
      ?.slice(1)
      .find((part) => part !== undefined);
    const method = /-X (\w+)/.exec(words)?.[1] ?? (body === undefined ? "GET" : "POST");
    const path = /http:\/\/localhost:8080(\S*)/.exec(words)?.[1] ?? "";
    return { request: { method, path, body }, answer: answer.replace(/^ {4}/gm, "").replaceAll("\n", "").trim() };
  });
}
