/** The process's state: loaded once at the start, stored by policy. */

import type { ProcessTable, Standard } from "../contract/index.js";
import { decodeUtf8, encodeUtf8 } from "../contract/index.js";
import type { Log } from "./log.js";
import { type Migrate, readStoredState, writeStoredState } from "./stored-state.js";

export class SavedState<State> {
  readonly value: State;
  readonly #table: ProcessTable<State>;
  readonly #standard: Standard;
  #unsavedCount = 0;
  #isPeriodOver = false;
  #isLast = false;
  /** What is stored, in the form that this process stores: a message that changed nothing need not wait for the disk. */
  #storedText: string | undefined;
  /** Reads what is stored; the initial state when nothing is. */
  #readStored: () => State;

  /** Loads the state. Throws `UnreadableStateError` when it cannot be read; the stored bytes are then left as they are. */
  constructor(standard: Standard, table: ProcessTable<State>, log: Log, migrate?: Migrate) {
    this.#standard = standard;
    this.#table = table;
    const stored = standard.getState();
    if (stored === undefined) {
      this.#readStored = () => table.state.initial();
      this.value = this.#readStored();
      return;
    }
    const text = decodeUtf8(stored);
    this.#storedText = text;
    const read = () => readStoredState(table, text, log, migrate);
    this.#readStored = () => read().value;
    const { value, isMigrated } = read();
    this.value = value;
    // Stored in its new form by the policy; until then the old one stays.
    if (isMigrated) this.noteMessage();
  }

  /** A handler has settled: its changes count as one message. */
  noteMessage(): void {
    this.#unsavedCount++;
  }

  /** A period of `every-period` has passed: what has changed in it is due. */
  notePeriod(): void {
    this.#isPeriodOver = true;
  }

  /** The process is about to end: what no policy has stored yet is due, except where nothing ever is. */
  noteEnd(): void {
    this.#isLast = true;
  }

  /** Call at the end of a tick, before answers leave. Throws `EncodeError` when the state does not fit its schema. */
  saveIfDue(): void {
    const { save } = this.#table;
    if (save.kind === "never") return;
    const isPeriodOver = this.#isPeriodOver;
    this.#isPeriodOver = false;
    const isLast = this.#isLast;
    this.#isLast = false;
    if (this.#unsavedCount === 0) return;
    if (!isLast && save.kind === "every-n-messages" && this.#unsavedCount < save.count) return;
    if (!isLast && save.kind === "every-period" && !isPeriodOver) return;
    // Counted as saved even when encoding throws: the messages that caused it are told so, later ones start anew.
    this.#unsavedCount = 0;
    const text = writeStoredState(this.#table, this.value);
    if (text === this.#storedText) return;
    this.#standard.setState(encodeUtf8(text));
    this.#storedText = text;
    this.#readStored = () => readStoredState(this.#table, text).value;
  }

  /**
   * Call when saving has thrown. Where nothing is acknowledged before it is stored, the state becomes again what is
   * stored: one bad value must not fail every later message. Elsewhere acknowledged changes would be lost, so it stays.
   * Returns whether it did.
   */
  rollBack(): boolean {
    const { kind } = this.#table.save;
    if (kind !== "every-message" && kind !== "on-change") return false;
    // In place: handlers hold it.
    const state = Object(this.value) as object;
    for (const key of Object.keys(state)) Reflect.deleteProperty(state, key);
    Object.assign(state, this.#readStored());
    return true;
  }
}
