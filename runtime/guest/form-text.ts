/** `application/x-www-form-urlencoded` to names and values: https://url.spec.whatwg.org/#urlencoded-parsing */

declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

/** The values of each name, in their order. No text is an error. */
export function parseForm(text: string): ReadonlyMap<string, readonly string[]> {
  const form = new Map<string, string[]>();
  for (const pair of text.split("&")) {
    if (pair === "") continue;
    const end = pair.indexOf("=");
    const name = decodePiece(end < 0 ? pair : pair.slice(0, end));
    const value = end < 0 ? "" : decodePiece(pair.slice(end + 1));
    const values = form.get(name);
    if (values) values.push(value);
    else form.set(name, [value]);
  }
  return form;
}

function decodePiece(piece: string): string {
  const text = piece.replaceAll("+", " ");
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return decodeLossily(text);
  }
}

/** A `%` without two digits stands for itself, and bytes that are no UTF-8 for U+FFFD. */
function decodeLossily(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) => {
    const bytes = Uint8Array.from(escapes.slice(1).split("%"), (digits) => Number.parseInt(digits, 16));
    return new TextDecoder().decode(bytes);
  });
}
