/** JSON text of values whose whole numbers may be `bigint`: no digit of them is lost. */

/** As `JSON.stringify(value, undefined, indent)`: members that are undefined are left out. */
export function formatJson(value: unknown, indent = 0): string {
  return write(value, indent, indent === 0 ? "" : "\n");
}

function write(value: unknown, indent: number, lineBreak: string): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = lineBreak === "" ? "" : lineBreak + " ".repeat(indent);
  const parts = Array.isArray(value)
    ? value.map((element) => write(element, indent, inner))
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => `${JSON.stringify(key)}:${indent === 0 ? "" : " "}${write(member, indent, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (parts.length === 0) return `${open}${close}`;
  return `${open}${inner}${parts.join(`,${inner}`)}${lineBreak}${close}`;
}
