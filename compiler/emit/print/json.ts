/** JSON as text, with every digit of a whole number; what fits into a line stays in it. */

import { textLiteral } from "./text-literal.js";

/** Properties that are undefined are left out. */
export type JsonData =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonData[]
  | { readonly [key: string]: JsonData | undefined };

/** An object of it, such as a schema. */
export type JsonObject = { readonly [key: string]: JsonData | undefined };

const lineWidth = 100;

/** Without a line end behind it. The members of the outermost object each have lines of their own. */
export function printJson(value: JsonObject): string {
  return printParts(value, "", 0);
}

/** Decimal text as a number that prints with the same digits. */
export function exactInteger(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function print(value: JsonData, indentation: string, room: number): string {
  if (typeof value === "string") return textLiteral(value);
  if (typeof value !== "object" || value === null) return String(value);
  return printParts(value, indentation, room);
}

/** In one line when it has at most `room` characters there. */
function printParts(value: readonly JsonData[] | JsonObject, indentation: string, room: number): string {
  const inner = `${indentation}  `;
  const width = lineWidth - inner.length - 1;
  const isList = isJsonList(value);
  const parts = isList
    ? value.map((element) => print(element, inner, width))
    : Object.entries(value).flatMap(([key, part]) => {
        const name = `${textLiteral(key)}: `;
        return part === undefined ? [] : [name + print(part, inner, width - name.length)];
      });
  const [open, close] = isList ? "[]" : "{}";
  if (parts.length === 0) return `${open}${close}`;
  const length = parts.reduce((sum, part) => sum + part.length + 2, isList ? 0 : 2);
  if (length <= room && !parts.some((part) => part.includes("\n"))) {
    return isList ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  }
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indentation}${close}`;
}

function isJsonList(value: readonly JsonData[] | JsonObject): value is readonly JsonData[] {
  return Array.isArray(value);
}
