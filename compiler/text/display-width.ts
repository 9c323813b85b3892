/** How text of a source looks on a terminal: what may be printed, and how many columns it takes. */

/** Combining marks, the vowels and finals that complete a Hangul syllable, and invisible format characters. */
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u;

/**
 * East Asian full-width characters and emoji that every terminal draws two columns wide. Letters of flags are none: two
 * of them make one flag of two columns.
 */
const doubleWidth = new RegExp(
  "^(?:[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe19" +
    "\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6\\u{17000}-\\u{18cff}\\u{1b000}-\\u{1b2ff}\\u{20000}-\\u{3fffd}]" +
    "|(?![\\u{1f1e6}-\\u{1f1ff}])\\p{Emoji_Presentation})$",
  "u",
);

/** A tab as two columns, and nothing that could steer the terminal: a source may contain escape sequences. */
export function toPrintable(text: string): string {
  return text.replaceAll("\t", "  ").replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** Columns of a printable text. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += zeroWidth.test(character) ? 0 : doubleWidth.test(character) ? 2 : 1;
  return width;
}
