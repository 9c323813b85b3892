/** Where the `hproc dev` of a project takes commands. */

import { access, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../../project/usage-error.js";
import { NodeError } from "../../rpc/node-error.js";
import { askSocket, isGone, socketName } from "./control-socket.js";

export interface Place {
  /** A folder of the project, or in it. */
  readonly folder: string;
  /** As the `--home` of the run; undefined where it had none. */
  readonly home: string | undefined;
}

/** Sends a request to the run. Rejects with `NodeError` where there is none, and with `UsageError` where it may be any of several. */
export async function askRun({ folder, home }: Place, request: string): Promise<string> {
  const places = home === undefined ? await findPlaces(resolve(folder)) : await placesIn([home, ...(await foldersOf(home))]);
  const answers: string[] = [];
  const running: string[] = [];
  for (const place of places) {
    // Only one of them is asked for more than whether it is there.
    const answer = await askSocket(place, places.length === 1 ? request : '{"words":["seed"]}').catch(ignoreGone);
    if (answer === undefined) continue;
    answers.push(answer);
    running.push(place);
  }
  const [only, another] = running;
  const where = home ?? (folder === "." ? "this folder" : folder);
  if (only === undefined) throw new NodeError(`no \`hproc dev\` runs in ${where}; start one, or name its folder with \`--in\``);
  if (another !== undefined) {
    const homes = running.map((place) => `\`--home ${dirname(place)}\``).join(" or ");
    throw new UsageError(`several runs of \`hproc dev\` are in ${where}; say which with ${homes}`);
  }
  return places.length === 1 ? (answers[0] ?? "") : await askSocket(only, request);
}

/** In the folder, or the nearest one above it that has any. */
async function findPlaces(folder: string): Promise<readonly string[]> {
  const data = join(folder, ".hproc");
  const found = await placesIn([join(data, "node"), ...(await foldersOf(join(data, "nodes")))]);
  const above = dirname(folder);
  return found.length > 0 || above === folder ? found : await findPlaces(above);
}

async function placesIn(homes: readonly string[]): Promise<readonly string[]> {
  const places = homes.map((home) => join(home, socketName));
  const isThere = await Promise.all(places.map((place) => access(place).then(() => true, () => false)));
  return places.filter((_, index) => isThere[index]);
}

async function foldersOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isFile()).map(({ name }) => join(folder, name)).sort();
}

/** Undefined where nothing runs. */
function ignoreGone(error: NodeJS.ErrnoException): undefined {
  if (!isGone(error)) throw error;
}
