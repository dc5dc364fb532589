import { normalised } from '../database/shadow/sql-text';

/** One statement of a migration, as drizzle-orm would run it: often one, by hand also several in a row. */
export interface Statement {
  sql: string;
  /** Where it begins in its file, behind comments; counts from 1. */
  line: number;
  /** Equal for statements that differ only in white space, comments and case. */
  meaning: string;
}

/** What drizzle-kit writes between two statements, and drizzle-orm splits at (migrator.js, 0.45 and 1.0.0-rc.5). */
const BREAKPOINT = '--> statement-breakpoint';

/** Line comments, block comments and white space. */
const LEADING = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

/** The statements of a migration's SQL; empty ones left out. */
export function statementsOf(text: string): Statement[] {
  let offset = 0;
  return text.split(BREAKPOINT).flatMap((sql) => {
    const start = offset + (LEADING.exec(sql)?.[0].length ?? 0);
    offset += sql.length + BREAKPOINT.length;
    const meaning = normalised(sql);
    return meaning === '' ? [] : [{ sql, line: text.slice(0, start).split('\n').length, meaning }];
  });
}

/** drizzle-kit before 0.31 wrote constraints and types so that a second time does nothing. */
const FORGIVING_BLOCK = /^do \$\$\s*begin\s+(?:alter table|create type)\b[\s\S]*\bduplicate_object\b/i;
const IF_NOT_EXISTS =
  /^(?:create (?:table|(?:unique )?index(?: concurrently)?|sequence|(?:materialized )?view) if not exists|alter table .+ add column if not exists) /;

/** Whether a database that has its object already would say nothing and do nothing. */
export function isForgiving({ meaning }: Statement): boolean {
  return FORGIVING_BLOCK.test(meaning) || (IF_NOT_EXISTS.test(meaning) && !meaning.includes(' ; '));
}
