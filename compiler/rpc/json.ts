/** JSON that a node has sent. */

/** Undefined for what is no JSON. */
export function parseAnswerJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The object that a body holds; undefined when it holds something else. */
export function parseRecord(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  const json = parseAnswerJson(Buffer.from(body).toString("utf8"));
  return isRecord(json) ? json : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
