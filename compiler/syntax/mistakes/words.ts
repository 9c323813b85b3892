/** Slips in words of the language, wherever they stand. */

import { toLatin } from "../../text/look-alikes.js";
import { didYouMean, suggest } from "../../text/suggest.js";
import { remove, replace } from "./edits.js";
import type { Habit } from "./situation.js";

export const wordHabits: readonly Habit[] = [
  {
    kind: "word",
    advise: ({ expected, found }) => {
      const words = expected.flatMap((name) => /^`([a-z]+)`$/.exec(name)?.[1] ?? []);
      const meant = suggest(toLatin(found.text) ?? found.text, words);
      return meant === undefined ? undefined : { help: didYouMean(meant), repairs: [[replace(found, meant)]] };
    },
  },
  {
    advise: ({ before, found }) => {
      if (found.kind === "end" || before.text !== found.text) return undefined;
      return { help: `\`${found.text}\` is written twice`, repairs: [[remove(found)]] };
    },
  },
];
