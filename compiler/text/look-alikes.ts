/** Characters that look like those of a schema and are others: from word processors, chats and foreign keyboards. */

interface LookAlike {
  /** What it is, as the middle of a sentence. */
  readonly name: string;
  /** What was meant. */
  readonly meant: string;
}

/** Signs. What full-width forms mean is computed. */
const signs: ReadonlyMap<string, LookAlike> = new Map([
  ["\u00a0", { name: "a no-break space", meant: " " }],
  ["\u2007", { name: "a no-break space", meant: " " }],
  ["\u202f", { name: "a no-break space", meant: " " }],
  ["\u3000", { name: "a wide space", meant: " " }],
  ["\u2003", { name: "a wide space", meant: " " }],
  ["\u2009", { name: "a thin space", meant: " " }],
  ["\u200b", { name: "a space without width", meant: "" }],
  ["\u200c", { name: "a joiner without width", meant: "" }],
  ["\u200d", { name: "a joiner without width", meant: "" }],
  ["\u2060", { name: "a joiner without width", meant: "" }],
  ["\u00ad", { name: "a soft hyphen", meant: "" }],
  ["\u2028", { name: "a line separator", meant: "\n" }],
  ["\u2029", { name: "a paragraph separator", meant: "\n" }],
  ["\u2192", { name: "an arrow", meant: "->" }],
  ["\u21d2", { name: "an arrow", meant: "->" }],
  ["\u2010", { name: "a hyphen", meant: "-" }],
  ["\u2011", { name: "a no-break hyphen", meant: "-" }],
  ["\u2013", { name: "a dash", meant: "-" }],
  ["\u2014", { name: "a dash", meant: "-" }],
  ["\u2212", { name: "a minus sign", meant: "-" }],
  ["\u2039", { name: "a quotation mark", meant: "<" }],
  ["\u203a", { name: "a quotation mark", meant: ">" }],
  ["\u3001", { name: "a Chinese or Japanese comma", meant: "," }],
]);

/** Undefined for a character that looks like none of a schema. */
export function findLookAlike(character: string): LookAlike | undefined {
  const sign = signs.get(character);
  if (sign !== undefined) return sign;
  const meant = character.normalize("NFKC");
  return /^[!-~]$/.test(meant) && meant !== character ? { name: "a wide form", meant } : undefined;
}

/** Cyrillic and Greek letters by the Latin ones that they look like. */
const letters: Readonly<Record<string, string>> = {
  а: "a",
  е: "e",
  о: "o",
  р: "p",
  с: "c",
  у: "y",
  х: "x",
  і: "i",
  ј: "j",
  ѕ: "s",
  һ: "h",
  ԁ: "d",
  ԛ: "q",
  ԝ: "w",
  А: "A",
  В: "B",
  Е: "E",
  К: "K",
  М: "M",
  Н: "H",
  О: "O",
  Р: "P",
  С: "C",
  Т: "T",
  У: "Y",
  Х: "X",
  І: "I",
  Ј: "J",
  Ѕ: "S",
  Α: "A",
  Β: "B",
  Ε: "E",
  Ζ: "Z",
  Η: "H",
  Ι: "I",
  Κ: "K",
  Μ: "M",
  Ν: "N",
  Ο: "O",
  Ρ: "P",
  Τ: "T",
  Υ: "Y",
  Χ: "X",
  ο: "o",
  ν: "v",
  ι: "i",
  α: "a",
};

/** The word in Latin letters that it looks like; undefined when it is written in them, or looks like none. */
export function toLatin(word: string): string | undefined {
  const latin = [...word.normalize("NFKC")].map((letter) => letters[letter] ?? letter).join("");
  return latin !== word && /^[A-Za-z0-9_]+$/.test(latin) ? latin : undefined;
}
