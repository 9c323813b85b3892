/**
 * A TextMate grammar applied to a text, as editors do it. Only what our grammar uses: `match`, `begin` and `end` with
 * captures, `include` of the repository. Patterns are JavaScript's here and Oniguruma's in editors.
 */

export interface TextMateGrammar {
  readonly scopeName: string;
  readonly patterns: readonly TextMateRule[];
  readonly repository: Readonly<Record<string, TextMateRule>>;
}

export interface TextMateRule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly include?: string;
  readonly patterns?: readonly TextMateRule[];
}

type Captures = Readonly<Record<string, { readonly name: string }>>;

/** The innermost scope of each character; undefined where only that of the file is. */
export function scopesOf(text: string, grammar: TextMateGrammar): readonly (string | undefined)[] {
  const scopes: (string | undefined)[] = [];
  const open: TextMateRule[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const start = scopes.length;
    const content = line.replace(/\r?\n$/, "");
    scopes.push(...Array.from(line, () => open.findLast(({ name }) => name !== undefined)?.name));
    // A character may be two units.
    while (scopes.length < start + line.length) scopes.push(undefined);
    readLine(content, open, grammar, (from, to, scope) => scopes.fill(scope, start + from, start + to));
  }
  return scopes;
}

type Paint = (from: number, to: number, scope: string | undefined) => void;

function readLine(line: string, open: TextMateRule[], grammar: TextMateGrammar, paint: Paint): void {
  let offset = 0;
  // What began and ended without moving must not do so again.
  for (let steps = 0; offset <= line.length && steps < line.length * 4 + 100; steps++) {
    const top = open.at(-1);
    const next = findNext(line, offset, top, grammar);
    const scope = open.findLast(({ name }) => name !== undefined)?.name;
    paint(offset, next?.match.index ?? line.length, scope);
    if (next === undefined) return;
    const { rule, match, ends } = next;
    const end = match.index + match[0].length;
    if (ends) {
      paintMatch(match, scope, top?.endCaptures, paint);
      open.pop();
    } else {
      paintMatch(match, rule.name ?? scope, rule.begin === undefined ? rule.captures : rule.beginCaptures, paint);
      if (rule.begin !== undefined) open.push(rule);
      else if (match[0] === "") return;
    }
    offset = end;
  }
}

interface Next {
  readonly rule: TextMateRule;
  readonly match: RegExpExecArray;
  readonly ends: boolean;
}

/** The leftmost match; of several, the end of the open rule, then the first in order. */
function findNext(
  line: string,
  offset: number,
  top: TextMateRule | undefined,
  grammar: TextMateGrammar,
): Next | undefined {
  let best: Next | undefined;
  const consider = (rule: TextMateRule, pattern: string | undefined, ends: boolean): void => {
    if (pattern === undefined) return;
    const search = new RegExp(pattern, "dg");
    search.lastIndex = offset;
    const match = search.exec(line);
    if (match !== null && (best === undefined || match.index < best.match.index)) best = { rule, match, ends };
  };
  if (top !== undefined) consider(top, top.end, true);
  for (const rule of expand(top === undefined ? grammar.patterns : (top.patterns ?? []), grammar)) {
    consider(rule, rule.match ?? rule.begin, false);
  }
  return best;
}

function expand(rules: readonly TextMateRule[], grammar: TextMateGrammar): readonly TextMateRule[] {
  return rules.flatMap((rule) => {
    if (rule.include !== undefined) {
      const included = grammar.repository[rule.include.slice(1)];
      if (included === undefined) throw new Error(`the grammar has no ${rule.include}`);
      return expand([included], grammar);
    }
    const isGroup = rule.match === undefined && rule.begin === undefined;
    return isGroup ? expand(rule.patterns ?? [], grammar) : [rule];
  });
}

function paintMatch(
  match: RegExpExecArray,
  scope: string | undefined,
  captures: Captures | undefined,
  paint: Paint,
): void {
  paint(match.index, match.index + match[0].length, scope);
  for (const [index, { name }] of Object.entries(captures ?? {})) {
    const place = match.indices?.[Number(index)];
    if (place !== undefined) paint(place[0], place[1], name);
  }
}
