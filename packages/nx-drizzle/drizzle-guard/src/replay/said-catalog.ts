import type { CatalogEntry, Shadow } from '../engines/shadow/shadow';
import { GuardError } from '../errors/guard-error';

/** drizzle-kit makes them anew; what was made beside a table may have stayed. */
const MAY_BE_THERE = /^\s*CREATE (?:SCHEMA|ROLE)\b/i;

/** A statement that a shadow refuses, and why, in its words. */
export interface Refusal {
  statement: string;
  message: string;
}

/** Applies statements that drizzle-kit makes of a state, passing over what is there already and may be. */
export async function applyMade(shadow: Shadow, statements: readonly string[]): Promise<Refusal | null> {
  let toRun = [...statements];
  for (;;) {
    const { failure } = await shadow.apply(toRun);
    if (failure === null) return null;
    const { position, message, alreadyExists } = failure;
    const statement = toRun[position]!;
    if (!alreadyExists || !MAY_BE_THERE.test(statement)) return { statement, message };
    toRun = toRun.filter((one) => one !== statement);
  }
}

/**
 * What is in a shadow after the statements alone that drizzle-kit makes of a snapshot; it stays there.
 * @throws GuardError `replay-failed` where one of them is refused
 */
export async function catalogOf(shadow: Shadow, statements: readonly string[]): Promise<CatalogEntry[]> {
  await shadow.clear();
  const refused = await applyMade(shadow, statements);
  if (refused === null) return shadow.catalog();
  throw new GuardError(
    'replay-failed',
    `the SQL was replayed, and what drizzle-kit makes of the newest snapshot cannot be run beside it: ${refused.message}\n  ${refused.statement.trim().split('\n')[0]}`,
    'correct what the schema says there; where drizzle-kit writes it wrongly, leave --replay out',
  );
}
