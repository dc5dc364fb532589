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

const BREAKPOINT = /^\s*--> statement-breakpoint\s*$/;

/** The text without these lines, and without a breakpoint that would stand at its end or behind another; or null where statements share lines. */
export function withoutPassages(sql: string, gone: readonly Passage[]): string | null {
  if (!gone.every(({ isFirst, isLast, isBroken }) => isFirst && (isLast || isBroken))) return null;
  const lines = sql.split('\n');
  const dropped = new Set(
    gone.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first - 1 + at)),
  );
  const kept: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (dropped.has(at)) continue;
    const previous = kept.findLast((one) => one.trim() !== '');
    const isIdle =
      BREAKPOINT.test(line) && (previous === undefined || /--> statement-breakpoint\s*$/.test(previous));
    if (!isIdle) kept.push(line);
  }
  const end = kept.findLastIndex((line) => line.trim() !== '');
  if (end !== -1) kept[end] = kept[end]!.replace(/\s*--> statement-breakpoint\s*$/, '');
  return (end !== -1 && kept[end]!.trim() === '' ? kept.toSpliced(end, 1) : kept).join('\n');
}
