/** What outputs for people say in a sentence behind the documentation, and imports take away again. */

/** WIT's own `@deprecated` asks for a version since which, and kit's scanners do not know it. */
export function deprecatedSentence(instead: string): string {
  return `Deprecated${instead === "" ? "." : `: ${instead}`}`;
}

/** Of what has another name in JSON than its name in WIT says. */
export function wireSentence(wireName: string): string {
  return `On the wire \`${wireName}\`.`;
}
