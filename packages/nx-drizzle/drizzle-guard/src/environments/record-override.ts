import { appendFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { OWN_FOLDER, ownFolder } from '../files/own-folder';
import type { Policy } from './policy';

/**
 * Keeps in `.drizzle-guard/overrides.jsonl` that rules of a policy were set aside: `{ time, user, command, database,
 * environment, rules }`, a line each time.
 *
 * @throws GuardError `cannot-write`: what cannot be recorded is not done
 */
export function recordOverride(
  root: string,
  { environment, overridden }: Policy,
  { command, database }: { command: string; database: string },
): void {
  if (overridden.length === 0) return;
  const line = {
    ...{ time: new Date().toISOString(), user: os.userInfo().username, command, database, environment },
    rules: overridden,
  };
  try {
    appendFileSync(path.join(ownFolder(root, ''), 'overrides.jsonl'), `${JSON.stringify(line)}\n`);
  } catch (thrown) {
    throw new GuardError(
      'cannot-write',
      `that ${environment}:${overridden.join(`, ${environment}:`)} is set aside could not be kept in ${OWN_FOLDER}/overrides.jsonl: ${wordsOf(thrown)}`,
      'make the folder writable; no database was opened',
      { cause: thrown },
    );
  }
}
