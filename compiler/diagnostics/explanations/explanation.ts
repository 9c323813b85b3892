/** What an explanation of a code is made of. */

import type { Code } from "../catalogue.js";

/** The part of a code before its `/`. */
export type Area = Code extends `${infer A}/${string}` ? A : never;

/** One explanation for every code of an area. */
export type Explanations<A extends Area> = {
  readonly [C in Code as C extends `${A}/${string}` ? C : never]: Explanation;
};

export type Explanation = SchemaExplanation | ExcerptExplanation | ProjectExplanation;

interface Words {
  /** What is wrong, without the names of a particular schema: the code's line in a list. */
  readonly title: string;
  /** What the rule protects, and why. */
  readonly text: string;
}

/** Both examples are schemas: a test checks them. */
export interface SchemaExplanation extends Words {
  readonly kind: "schema";
  readonly wrong: Example;
  /** Gives no diagnostic at all. */
  readonly right: Example;
}

/** The wrong example is the beginning of a schema that is too large to be shown; a test makes and checks the whole. */
export interface ExcerptExplanation extends Words {
  readonly kind: "excerpt";
  readonly wrong: Example;
  /** What `hproc check` says about the whole. */
  readonly shown: string;
  /** Gives no diagnostic at all. */
  readonly right: Example;
}

/** The examples are projects: a test builds them. */
export interface ProjectExplanation extends Words {
  readonly kind: "project";
  readonly wrong: Example;
  /** What `hproc build` says about it: nothing that can be found out without a compiler or a bundler. */
  readonly shown: string;
  readonly right: Example;
}

/** Texts by path; the first is the schema to look at. */
export type Example = Readonly<Record<string, string>>;

/** The name of an example's schema. */
export const exampleFile = "example.hproc";

/** A schema alone. Its lines are indented as the code around them is, which is taken away; `\` is a character. */
export function schema(text: TemplateStringsArray): Example {
  return { [exampleFile]: dedent(text) };
}

/** What hproc shows, line by line. */
export function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}

/** A text whose lines are indented as the code around them is. */
export function dedent({ raw }: TemplateStringsArray): string {
  const lines = raw.join("").replace(/^\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return `${lines.map((line) => line.slice(indent)).join("\n")}\n`;
}
