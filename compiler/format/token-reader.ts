/** The tokens of a schema in order, and the comments between them: each is handed out once, and none can be skipped. */

import { scan, type Token } from "../syntax/scan.js";
import { InternalError } from "../text/internal-error.js";
import type { Span } from "../text/span.js";

export interface Comment {
  /** As written, with its slashes and without the end of its line. */
  readonly text: string;
  /** `//`, which ends with its line; otherwise `/* … *\/`. */
  readonly isLine: boolean;
  /** Line ends between it and what stands before it. */
  readonly breaksBefore: number;
}

/** What stands between two tokens. */
export interface Gap {
  readonly comments: readonly Comment[];
  /** Line ends between the last of them, or the token before, and the next token. */
  readonly breaksAfter: number;
}

/** Moves through a text that the parser has read without errors. */
export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #index = 0;
  /** Whether the comments before the next token have been handed out. */
  #isGapTaken = false;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = scan(text);
  }

  /** Empty at the end. */
  get nextText(): string {
    return this.#tokens[this.#index]?.text ?? "";
  }

  /** Empty at the beginning. */
  get previousText(): string {
    return this.#tokens[this.#index - 1]?.text ?? "";
  }

  /** What stands before the next token, or before the end. */
  takeGap(): Gap {
    if (this.#isGapTaken) throw this.#fault("its comments were taken before");
    this.#isGapTaken = true;
    return this.#gapBefore(this.#index);
  }

  /** The next token, which is the given sign or word. */
  take(text: string): string {
    if (this.nextText !== text) throw this.#fault(`\`${text}\` was expected`);
    this.#advance();
    return text;
  }

  /** The tokens of a span, which begins with the next one, as they are written. */
  takeSpan({ start, end }: Span): string {
    if (this.#tokens[this.#index]?.span.start !== start) throw this.#fault(`a node at ${start} was expected`);
    this.#advance();
    // Comments within are part of the text.
    while ((this.#tokens[this.#index]?.span.start ?? end) < end) this.#index += 1;
    return this.#text.slice(start, end);
  }

  /** The tokens up to an offset, as they are written. */
  takeUntil(end: number): string {
    return this.takeSpan({ start: this.#tokens[this.#index]?.span.start ?? end, end });
  }

  /** Takes `()` if that comes next, without any comment. */
  skipEmptyParentheses(): boolean {
    const [open, close] = this.#tokens.slice(this.#index, this.#index + 2);
    if (open?.text !== "(" || close?.text !== ")") return false;
    if (this.#hasCommentBefore(this.#index) || this.#hasCommentBefore(this.#index + 1)) return false;
    this.#index += 2;
    return true;
  }

  /** True when the brace that comes next is closed in its line, with nothing but code between. */
  get isBlockOnOneLine(): boolean {
    let depth = 0;
    for (let index = this.#index; index < this.#tokens.length; index += 1) {
      const token = this.#tokens[index];
      if (token?.kind === "documentation" || (depth > 0 && (token?.startsLine || this.#hasCommentBefore(index)))) {
        return false;
      }
      if (token?.text === "{") depth += 1;
      if (token?.text === "}") depth -= 1;
      if (depth === 0) return true;
    }
    return false;
  }

  #advance(): void {
    if (!this.#isGapTaken && this.#hasCommentBefore(this.#index)) throw this.#fault("the comments before it are lost");
    this.#index += 1;
    this.#isGapTaken = false;
  }

  #hasCommentBefore(index: number): boolean {
    return this.#gapBefore(index).comments.length > 0;
  }

  #gapBefore(index: number): Gap {
    const before = this.#tokens[index - 1];
    const space = this.#text.slice(before?.span.end ?? 0, this.#tokens[index]?.span.start ?? this.#text.length);
    const comments: Comment[] = [];
    // The file begins with a line.
    let breaks = before === undefined ? 1 : 0;
    // Most gaps: looking for comments costs more than all else.
    if (space === "" || space === " ") return { comments, breaksAfter: breaks };
    for (const [text] of space.matchAll(/\/\/[^\r\n]*|\/\*[^]*?\*\/|\r\n|[\r\n]/g)) {
      if (!text.startsWith("/")) {
        breaks += 1;
        continue;
      }
      comments.push({ text, isLine: text.startsWith("//"), breaksBefore: breaks });
      breaks = 0;
    }
    return { comments, breaksAfter: breaks };
  }

  #fault(problem: string): InternalError {
    const offset = this.#tokens[this.#index]?.span.start ?? this.#text.length;
    return new InternalError(`the formatter stands before \`${this.nextText}\` at ${offset}: ${problem}`);
  }
}
