import { passagesOf, type Passage } from '../sql/passages';

/** A migration of mine of which theirs has statements already. */
export interface Doubled {
  tag: string;
  /** What theirs has, as mine says it. */
  same: readonly Passage[];
  /** Whether nothing else is in it. */
  isWhole: boolean;
}

/**
 * The statements of mine that theirs has in the same words, whatever their white space and case; each of theirs stands for one
 * of mine. Pure.
 *
 * @param mine by tag
 * @param theirs the SQL of what theirs has made since the two went apart
 */
export function doubledIn(
  mine: readonly { tag: string; sql: string }[],
  theirs: readonly string[],
): Doubled[] {
  const open = new Map<string, number>();
  for (const { meaning } of theirs.flatMap(passagesOf)) open.set(meaning, (open.get(meaning) ?? 0) + 1);
  return mine.flatMap(({ tag, sql }): Doubled[] => {
    const passages = passagesOf(sql);
    const same = passages.filter(({ meaning }) => {
      const left = open.get(meaning) ?? 0;
      if (left > 0) open.set(meaning, left - 1);
      return left > 0;
    });
    return same.length === 0 ? [] : [{ tag, same, isWhole: same.length === passages.length }];
  });
}

const BREAKPOINT = '--> statement-breakpoint';
const BREAK_AT_END = /[^\S\r\n]*--> statement-breakpoint[^\S\r\n]*(?=\r?$)/;

/**
 * The text without the lines of these statements; or null where another one stands on one of them. What is left is run in the
 * pieces in which it was: of breakpoints only those go that would stand at the end, or behind another.
 */
export function withoutPassages(sql: string, gone: readonly Passage[]): string | null {
  if (gone.length === 0) return sql;
  const all = passagesOf(sql);
  const kept = all.filter((one) => !gone.some((other) => isSamePlace(one, other)));
  // Two that say the same on the same line are not told apart.
  if (all.length - kept.length !== gone.length) return null;
  if (kept.some((one) => gone.some((other) => one.first <= other.last && other.first <= one.last)))
    return null;
  const lines = linesWithout(sql.split('\n'), gone);
  const end = lines.findLast(({ text }) => text.trim() !== '');
  if (end && gone.some(({ first }) => first > end.number)) end.text = end.text.replace(BREAK_AT_END, '');
  const left = lines.filter((line) => line !== end || line.text.trim() !== '').map(({ text }) => text);
  return sql.endsWith('\n') ? left.join('\n') : left.join('\n').replace(/\r$/, '');
}

interface Line {
  text: string;
  /** Counted from 1. */
  number: number;
}

/** In the place of a statement with a breakpoint its breakpoint, where something stands before it that it ends. */
function linesWithout(lines: readonly string[], gone: readonly Passage[]): Line[] {
  const kept: Line[] = [];
  for (const [at, text] of lines.entries()) {
    const number = at + 1;
    const within = gone.findLast(({ first, last }) => first <= number && number <= last);
    if (within && !(within.isBroken && within.last === number)) continue;
    const line = within
      ? { text: `${BREAKPOINT}${text.endsWith('\r') ? '\r' : ''}`, number }
      : { text, number };
    const previous = kept.findLast((one) => one.text.trim() !== '');
    const isIdle =
      line.text.trim() === BREAKPOINT && (previous === undefined || BREAK_AT_END.test(previous.text));
    if (!isIdle || (!within && gone.every(({ last }) => last > number))) kept.push(line);
  }
  return kept;
}

function isSamePlace(one: Passage, other: Passage): boolean {
  return one.first === other.first && one.last === other.last && one.sql === other.sql;
}
