/** The process's state: loaded once at the start, stored by policy. */

import type { ProcessTable, Standard } from "../contract/index.js";
import { decodeUtf8, encodeUtf8, joinPath, parseJson, Problems } from "../contract/index.js";

/** The stored state is not what the schema says. Starting again would fail again, and going on would overwrite it. */
export class UnreadableStateError extends Error {
  override readonly name = "UnreadableStateError";
}

/** Version of the envelope around the stored state: `{"hproc":1,"process":…,"schema":…,"state":{…}}`. */
const envelopeVersion = 1;

export class SavedState<State> {
  readonly value: State;
  readonly #table: ProcessTable<State>;
  readonly #standard: Standard;
  #unsavedCount = 0;
  #isPeriodOver = false;
  /** What this process stored last: a message that changed nothing need not wait for the disk. */
  #storedText: string | undefined;

  /** Loads the state. Throws `UnreadableStateError` when it cannot be read; the stored bytes are then left as they are. */
  constructor(standard: Standard, table: ProcessTable<State>) {
    this.#standard = standard;
    this.#table = table;
    const stored = standard.getState();
    this.value = stored === undefined ? table.state.initial() : readState(table, stored);
  }

  /** A handler has settled: its changes count as one message. */
  noteMessage(): void {
    this.#unsavedCount++;
  }

  /** A period of `every-period` has passed: what has changed in it is due. */
  notePeriod(): void {
    this.#isPeriodOver = true;
  }

  /** Call at the end of a tick, before answers leave. Throws when the state does not fit its schema. */
  saveIfDue(): void {
    const isPeriodOver = this.#isPeriodOver;
    this.#isPeriodOver = false;
    const { save } = this.#table;
    if (this.#unsavedCount === 0 || save.kind === "never") return;
    if (save.kind === "every-n-messages" && this.#unsavedCount < save.count) return;
    if (save.kind === "every-period" && !isPeriodOver) return;
    // Counted as saved even when encoding throws: the messages that caused it are told so, later ones start anew.
    this.#unsavedCount = 0;
    const { id, state } = this.#table;
    const text = `{"hproc":${envelopeVersion},"process":${JSON.stringify(id)},"schema":${JSON.stringify(state.schemaHash)},"state":${state.encode(this.value)}}`;
    if (text === this.#storedText) return;
    this.#standard.setState(encodeUtf8(text));
    this.#storedText = text;
  }
}

function readState<State>(table: ProcessTable<State>, stored: Uint8Array): State {
  const refuse = (reason: string): never => {
    throw new UnreadableStateError(
      `the stored state of ${table.id} cannot be read: ${reason}. It was left as it is. ` +
        "Give the schema back the fields that it was stored with, or clear the state.",
    );
  };
  const text = decodeUtf8(stored);
  if (text === undefined) return refuse("it is not UTF-8 text");
  const parsed = parseJson(text);
  if (parsed.kind !== "value") return refuse(`it is not JSON (${parsed.message})`);
  const envelope = parsed.value;
  if (!isEnvelope(envelope)) return refuse("it was not written by hproc");
  if (envelope.hproc !== envelopeVersion) {
    return refuse(`it has version ${String(envelope.hproc)} and this process reads version ${envelopeVersion}`);
  }
  const problems = new Problems();
  const state = table.state.decode(envelope.state, problems);
  if (problems.count > 0) {
    const lines = problems.list.map(({ path, expected, found }) => `${joinPath("state", path)}: expected ${expected}, found ${found}`);
    return refuse(
      `it was stored with schema ${String(envelope.schema)}, this process has ${table.state.schemaHash}; ${lines.join("; ")}`,
    );
  }
  return state;
}

function isEnvelope(value: unknown): value is { hproc: unknown; schema: unknown; state: unknown } {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "hproc") && Object.hasOwn(value, "state");
}
