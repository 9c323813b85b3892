/** JSON in the bodies of messages. */

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function encodeJson(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** Undefined for anything that is not JSON in UTF-8. */
export function decodeJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(body));
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The name and content of an enum value as serde writes it: a bare name, or an object with the name as its one key.
 * Undefined for anything else.
 */
export function readVariant(json: unknown): { readonly name: string; readonly value: unknown } | undefined {
  if (typeof json === "string") return { name: json, value: null };
  if (!isRecord(json)) return undefined;
  const [entry, ...others] = Object.entries(json);
  return entry && others.length === 0 ? { name: entry[0], value: entry[1] } : undefined;
}
