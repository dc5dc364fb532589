import type { CatalogEntry, Shadow } from '../database/shadow/shadow';
import { GuardError } from '../errors/guard-error';

/** drizzle-kit makes them anew; what a migration made beside a table may have stayed. */
const MAY_BE_THERE = /^\s*CREATE (?:SCHEMA|ROLE)\b/i;

/**
 * What is in a shadow after the statements alone that drizzle-kit makes of a snapshot; it stays there.
 * @throws GuardError `replay-failed` where one of them is refused
 */
export async function catalogOf(shadow: Shadow, statements: readonly string[]): Promise<CatalogEntry[]> {
  await shadow.clear();
  let toRun = [...statements];
  for (;;) {
    const { failure } = await shadow.apply(toRun);
    if (failure === null) return shadow.catalog();
    const refused = toRun[failure.position]!;
    if (!failure.alreadyExists || !MAY_BE_THERE.test(refused))
      throw new GuardError(
        'replay-failed',
        `the SQL was replayed, and what drizzle-kit makes of the newest snapshot cannot be run beside it: ${failure.message}\n  ${refused.trim().split('\n')[0]}`,
        'correct what the schema says there; where drizzle-kit writes it wrongly, leave --replay out',
      );
    toRun = toRun.filter((statement) => statement !== refused);
  }
}
