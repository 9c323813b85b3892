/** Plain data as a TypeScript expression. */

import { objectLiteral } from "./object-literal.js";
import { textLiteral } from "./text-literal.js";

type Data = undefined | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };

/** `{ path: "/api", authenticated: true }`; properties keep their order, those that are undefined stay. */
export function dataLiteral(value: Data): string {
  switch (typeof value) {
    case "undefined":
    case "boolean":
    case "number":
      return String(value);
    case "string":
      return textLiteral(value);
  }
  if (isList(value)) return `[${value.map(dataLiteral).join(", ")}]`;
  return objectLiteral(Object.entries(value).map(([key, each]) => [key, dataLiteral(each)]));
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}
