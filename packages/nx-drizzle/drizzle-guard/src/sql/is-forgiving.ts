import type { Statement } from './statements';

/** drizzle-kit before 0.31 wrote constraints and types so that a second time does nothing. */
const FORGIVING_BLOCK = /^do \$\$\s*begin\s+(?:alter table|create type)\b[\s\S]*\bduplicate_object\b/i;
const IF_NOT_EXISTS =
  /^(?:create (?:table|(?:unique )?index(?: concurrently)?|sequence|(?:materialized )?view) if not exists|alter table .+ add column if not exists) /;

/** Whether a database that has its object already would say nothing and do nothing. */
export function isForgiving({ meaning }: Statement): boolean {
  return FORGIVING_BLOCK.test(meaning) || (IF_NOT_EXISTS.test(meaning) && !meaning.includes(' ; '));
}
