/** What new projects begin as: the examples that come with hproc, of which there is no second copy. */

import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface Template {
  /** Its folder below `examples/`. */
  readonly example: string;
  /** For the help, and the first line of the project's README. */
  readonly summary: string;
  /** For the project's README: what to do with the running process, whose URL is `url`. */
  readonly tryIt: (url: string) => string;
}

export const templates = {
  minimal: {
    example: "counter",
    summary: "a number that survives restarts",
    tryIt: (url) => `    curl -d 5 ${url}/api/total
    curl ${url}/api/total`,
  },
  todo: {
    example: "todo",
    summary: "a to-do list with a page that hears of every change",
    tryIt: (url) => `    curl -d '{"title": "tea"}' ${url}/api/tasks

The page is at <${url}>. Any password is right on a local node.`,
  },
  chat: {
    example: "chat",
    summary: "messages between the people of several nodes, with a page",
    tryIt: (url) => `    npm run dev -- --nodes alice.os,bob.os

runs two nodes. The page of the first is at <${url}>, that of the other one port further. Any password is right on a
local node.`,
  },
} satisfies Readonly<Record<string, Template>>;

export type TemplateName = keyof typeof templates;

export function isTemplateName(text: string): text is TemplateName {
  return Object.hasOwn(templates, text);
}

export interface TemplateFile {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly content: Buffer;
}

/** The sources of an example, sorted; nothing that was generated from them, which a checkout has as well. */
export async function readTemplate({ example }: Template): Promise<readonly TemplateFile[]> {
  const folder = fileURLToPath(new URL(`../../../examples/${example}/`, import.meta.url));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => /^(?:[^/]+\.(?:hproc|ts)|(?:ui|assets)\/.+)$/.test(path))
    .sort();
  return await Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(folder, path)) })));
}
