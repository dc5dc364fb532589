import { BREAKPOINT, chunksOf } from './statements';
import { normalised, placedTokensOf, tokensOf } from './tokens';

/** One command of a file of SQL, with the lines on which it stands. */
export interface Passage {
  sql: string;
  /** Equal for commands that differ only in white space, comments and case. */
  meaning: string;
  /** Counted from 1, with the comments before it. */
  first: number;
  last: number;
  /** Whether nothing but it stands on its first line before it, and on its last one behind it. */
  isFirst: boolean;
  isLast: boolean;
  /** Whether a breakpoint stands behind it on its last line. */
  isBroken: boolean;
}

/** A body of commands, in which a semicolon does not end the command. */
const ROUTINE = /\bcreate\b[\s\S]*\b(?:trigger|procedure|function|event)\b/i;

/** The commands of a migration's SQL, in order. What is no more than comments says nothing, and belongs to none. */
export function passagesOf(text: string): Passage[] {
  let offset = 0;
  return chunksOf(text).flatMap((chunk) => {
    const start = offset;
    offset += chunk.length + BREAKPOINT.length;
    return rangesIn(chunk).flatMap(([from, to]) => passageAt(text, start + from, start + to) ?? []);
  });
}

function rangesIn(chunk: string): [from: number, to: number][] {
  // A backslash may end a string later than is seen here.
  const isHard = ROUTINE.test(chunk) || (chunk.includes('\\') && chunk.includes("'"));
  if (isHard) return [[0, chunk.length]];
  const ranges: [number, number][] = [];
  let start = 0;
  for (const { token, at } of placedTokensOf(chunk)) {
    if (token !== ';') continue;
    const end = at + 1;
    ranges.push([start, end]);
    // What stands behind it on its line is about it.
    start = end + (/^[^\S\n]*--[^\n]*/.exec(chunk.slice(end))?.[0].length ?? 0);
  }
  return [...ranges, [start, chunk.length]];
}

function passageAt(text: string, from: number, to: number): Passage | null {
  const raw = text.slice(from, to);
  const sql = raw.trim();
  if (tokensOf(sql).length === 0 || /^;+$/.test(normalised(sql))) return null;
  const start = from + raw.indexOf(sql);
  const end = start + sql.length;
  const lineAt = (place: number) => text.slice(0, place).split('\n').length;
  const behind = /^[^\n]*/.exec(text.slice(end))![0];
  return {
    sql,
    meaning: normalised(sql),
    first: lineAt(start),
    last: lineAt(end),
    isFirst: /(?:^|\n)[^\S\n]*$/.test(text.slice(0, start)),
    isLast: /^\s*(?:--.*)?$/.test(behind),
    isBroken: behind.includes(BREAKPOINT),
  };
}
