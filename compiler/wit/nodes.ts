/** What a WIT file says about interfaces of processes, before it is understood: every node of `grammar/wit.peggy`. */

import type { Span } from "../text/span.js";

interface Node<Kind extends string> {
  readonly kind: Kind;
  readonly span: Span;
}

export type WitItem = WitInterface | WitWorld;

/** Only its name: what it imports and includes is the build's business. */
export interface WitWorld extends Node<"world"> {
  readonly name: WitName;
}

export interface WitInterface extends Node<"interface"> {
  /** Before it. */
  readonly comments: readonly WitComment[];
  readonly name: WitName;
  readonly items: readonly WitMember[];
}

export type WitMember = WitUse | WitRecord | WitVariant | WitEnum | WitAlias | WitOther;

export type WitDeclaration = WitRecord | WitVariant | WitEnum | WitAlias | WitOther;

/** `use standard.{address};` */
export interface WitUse extends Node<"use"> {
  readonly comments: readonly WitComment[];
  /** An interface of the package, or one of another: `standard`, `wasi:io/streams`. */
  readonly from: string;
  readonly names: readonly { readonly name: WitName; readonly alias: WitName }[];
}

export interface WitRecord extends Node<"record"> {
  /** Before it, and behind it in its line. */
  readonly comments: readonly WitComment[];
  readonly name: WitName;
  readonly fields: readonly WitField[];
}

export interface WitField {
  readonly comments: readonly WitComment[];
  readonly name: WitName;
  readonly type: WitType;
}

export interface WitVariant extends Node<"variant"> {
  readonly comments: readonly WitComment[];
  readonly name: WitName;
  readonly cases: readonly WitCase[];
}

export interface WitEnum extends Node<"enum"> {
  readonly comments: readonly WitComment[];
  readonly name: WitName;
  readonly cases: readonly WitCase[];
}

export interface WitCase {
  readonly comments: readonly WitComment[];
  readonly name: WitName;
  readonly payload: WitType | undefined;
}

/** `type title = string;` */
export interface WitAlias extends Node<"alias"> {
  readonly comments: readonly WitComment[];
  readonly name: WitName;
  readonly type: WitType;
}

/** What no message of a process can carry. */
export interface WitOther extends Node<"flags" | "resource" | "function"> {
  readonly comments: readonly WitComment[];
  readonly name: WitName;
}

/** `list<task>`, `_`, and the number of a list of fixed length. */
export interface WitType extends Node<"type"> {
  readonly name: WitName;
  readonly arguments: readonly WitType[];
}

/** The span has the `%`, the text has not. */
export interface WitName extends Node<"name"> {
  readonly text: string;
  readonly isEscaped: boolean;
}

/** With its slashes. */
export interface WitComment extends Node<"comment"> {
  readonly text: string;
}
