/** The known word that an unknown one was probably meant to be. */

/** As `suggest`, of one run of the compiler. */
export type Suggest = (word: string, candidates: Iterable<string>) => string | undefined;

/** So many candidates are looked at: a schema may be hostile. */
const maxCandidateCount = 1000;

/** So many words of one schema get a suggestion: nobody reads more, and each is compared with all candidates. */
const maxWordCount = 100;

/** Longer words are no slip of anything. */
const maxWordLength = 100;

/** For lists of candidates that a schema makes longer; knows nothing after `maxWordCount` words. */
export function createSuggest(): Suggest {
  let count = 0;
  return (word, candidates) => (++count > maxWordCount ? undefined : suggest(word, candidates));
}

/** The closest candidate, if it is close enough to be a slip; of equally close ones the first. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  // A slip in two letters of five is still a slip; more, or one of two, is another word.
  const limit = Math.floor(word.length * 0.4);
  let best: string | undefined;
  let bestDistance = limit + 1;
  let count = 0;
  for (const candidate of candidates) {
    if (++count > maxCandidateCount || word.length > maxWordLength) break;
    const distance = candidate.toLowerCase() === word.toLowerCase() ? 0 : editDistance(word, candidate, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ``did you mean `task`?``, or nothing. */
export function didYouMean(suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? undefined : `did you mean \`${suggestion}\`?`;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. Any result of `limit`
 * or more only means "at least `limit`", so that long words cost little.
 */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = at(previous, column - 1) + (left[row - 1] === right[column - 1] ? 0 : 1);
      let cost = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, replaced);
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      }
      current.push(cost);
    }
    if (Math.min(...current) >= limit) return limit;
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
