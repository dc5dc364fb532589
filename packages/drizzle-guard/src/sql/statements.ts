import { normalised } from './tokens';

/** One statement of a migration, as drizzle-orm would run it: often one, by hand also several in a row. */
export interface Statement {
  sql: string;
  /** Where it begins in its file, behind comments; counts from 1. */
  line: number;
  /** Equal for statements that differ only in white space, comments and case. */
  meaning: string;
}

/** What drizzle-kit writes between two statements, and drizzle-orm splits at (migrator.js, 0.45 and 1.0.0-rc.5). */
export const BREAKPOINT = '--> statement-breakpoint';

/** Line comments, block comments and white space. */
const LEADING = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

/** What drizzle-orm sends of a migration's SQL, one after another: also what is empty, or holds comments alone. */
export function chunksOf(text: string): string[] {
  return text.split(BREAKPOINT);
}

/** The statements of a migration's SQL: its chunks without those that say nothing. */
export function statementsOf(text: string): Statement[] {
  // A breakpoint holds no line break.
  let line = 1;
  return chunksOf(text).flatMap((sql) => {
    const start = line + linesIn(LEADING.exec(sql)?.[0] ?? '');
    line += linesIn(sql);
    const meaning = normalised(sql);
    return meaning === '' ? [] : [{ sql, line: start, meaning }];
  });
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}
