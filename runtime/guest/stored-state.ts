/** Reading what an earlier run of the process has stored, perhaps under another schema. */

import type { JsonValue, ProcessTable } from "../contract/index.js";
import { EncodeError, findTooDeep, isJsonObject, joinPath, maxJsonDepth, parseJson, Problems, refusingNonFinite } from "../contract/index.js";
import { findLost } from "./find-lost.js";
import type { Log } from "./log.js";
import { describe } from "./log-value.js";

/** The stored state is not what the schema says. Starting again would fail again, and going on would overwrite it. */
export class UnreadableStateError extends Error {
  override readonly name = "UnreadableStateError";
}

/** A state as its JSON: fields by their names on the wire, whole numbers beyond 2^53 as `bigint`. */
export type StateFields = Record<string, JsonValue>;

/** What a process has stored under another schema. */
export interface StoredState {
  readonly fields: StateFields;
  /** The hash of the schema that it was stored with: `schemaHash` in the table generated from that schema. */
  readonly schema: string;
}

/** The author's way from an older state to the present one, or to one that can be read safely. */
export type Migrate = (stored: StoredState, context: { readonly log: Log }) => StateFields;

/** Version of the envelope around the stored state: `{"hproc":1,"process":…,"schema":…,"state":{…}}`. */
const envelopeVersion = 1;

interface Envelope {
  readonly hproc: unknown;
  readonly schema: unknown;
  readonly state: unknown;
}

/** Throws `EncodeError` when the state does not fit its schema, or could not be read again. */
export function writeStoredState<State>({ id, state }: ProcessTable<State>, value: State): string {
  const fields = refusingNonFinite(() => state.encode(value));
  // One level is the envelope's.
  const maxDepth = maxJsonDepth - 1;
  if (findTooDeep(fields, maxDepth) !== undefined) {
    throw new EncodeError("state", `at most ${maxDepth} lists and objects inside each other`, "more");
  }
  return `{"hproc":${envelopeVersion},"process":${JSON.stringify(id)},"schema":${JSON.stringify(state.schemaHash)},"state":${fields}}`;
}

/**
 * Takes the stored text, undefined when it is not UTF-8. State of another schema is read when nothing of it is lost;
 * else `migrate` is asked. Throws `UnreadableStateError`, with each place that does not fit and both schemas, when
 * neither helps.
 */
export function readStoredState<State>(
  table: ProcessTable<State>,
  stored: string | undefined,
  log?: Log,
  migrate?: Migrate,
): { readonly value: State; readonly isMigrated: boolean } {
  const envelope = readEnvelope(table.id, stored);
  const isOfThisSchema = envelope.schema === table.state.schemaHash;
  const read = readFields(table, envelope.state, isOfThisSchema);
  if (read.kind === "state") return { value: read.value, isMigrated: false };
  const schema = String(envelope.schema);
  const schemas = isOfThisSchema ? `schema ${schema}` : `schema ${schema}, this process has ${table.state.schemaHash}`;
  const refuse = (reason: string): never => {
    throw unreadable(table.id, `it was stored with ${schemas}; ${reason}`);
  };
  if (!migrate || !log || isOfThisSchema || !isJsonObject(envelope.state)) return refuse(read.reason);
  // As `parseJson` gave them.
  const fields = envelope.state as StateFields;
  const migrated = readFields(table, callMigrate(() => migrate({ fields, schema }, { log }), refuse), false);
  if (migrated.kind === "unfit") return refuse(`what \`migrate\` returned is no state: ${migrated.reason}`);
  return { value: migrated.value, isMigrated: true };
}

function callMigrate(migrate: () => unknown, refuse: (reason: string) => never): unknown {
  let result: unknown;
  try {
    result = migrate();
  } catch (error) {
    return refuse(`\`migrate\` failed: ${describe(error)}`);
  }
  if (result instanceof Promise) return refuse("`migrate` must not be async: no handler may run before it is done");
  return result;
}

type ReadFields<State> =
  | { readonly kind: "state"; readonly value: State }
  | { readonly kind: "unfit"; readonly reason: string };

function readFields<State>({ state }: ProcessTable<State>, fields: unknown, isOfThisSchema: boolean): ReadFields<State> {
  const problems = new Problems();
  const value = state.decode(fields, problems);
  if (problems.count > 0) {
    const lines = problems.list.map(({ path, expected, found }) => `${joinPath("state", path)}: expected ${expected}, found ${found}`);
    return { kind: "unfit", reason: lines.join("; ") };
  }
  // What the schema itself has written is whole. Decoders ignore what they do not know, as messages ask of them.
  if (isOfThisSchema) return { kind: "state", value };
  const written = parseJson(state.encode(value));
  const lost = findLost(fields, written.kind === "value" ? written.value : undefined);
  return lost.length === 0 ? { kind: "state", value } : { kind: "unfit", reason: lost.join("; ") };
}

function readEnvelope(id: string, text: string | undefined): Envelope {
  if (text === undefined) throw unreadable(id, "it is not UTF-8 text");
  const parsed = parseJson(text);
  if (parsed.kind !== "value") throw unreadable(id, `it is not JSON (${parsed.message})`);
  const envelope = parsed.value;
  if (!isEnvelope(envelope)) throw unreadable(id, "it was not written by hproc");
  if (envelope.hproc === envelopeVersion) return envelope;
  throw unreadable(id, `it has version ${String(envelope.hproc)} and this process reads version ${envelopeVersion}`);
}

function isEnvelope(value: unknown): value is Envelope {
  return isJsonObject(value) && Object.hasOwn(value, "hproc") && Object.hasOwn(value, "state");
}

function unreadable(id: string, reason: string): UnreadableStateError {
  return new UnreadableStateError(
    `the stored state of ${id} cannot be read: ${reason}. It was left as it is. ` +
      "Give the schema back what it was stored with, write `migrate`, or clear the state.",
  );
}
