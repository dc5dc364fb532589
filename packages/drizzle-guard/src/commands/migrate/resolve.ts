import type { LiveDatabase } from '../../apply/live-database';
import type { ReadMigration } from '../../apply/read-migrations';
import { stepFailed } from '../../apply/run-failures';
import type { AppliedMigration } from '../../apply/run-migrate';
import { StepFailure, type Connection } from '../../engines/connection';
import { GuardError } from '../../errors/guard-error';
import type { Unfinished } from '../../ledger/unfinished';
import { listOf } from '../../text/words';

const WAYS = ['applied', 'rolled-back', 'continue'] as const;

export interface Resolution {
  migration: string;
  as: (typeof WAYS)[number];
}

/** @throws GuardError `usage` */
export function readResolution(text: string): Resolution {
  const at = text.lastIndexOf('=');
  const [migration, as] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  const way = WAYS.find((one) => one === as);
  if (migration !== '' && way) return { migration, as: way };
  throw new GuardError(
    'usage',
    `--resolve takes <migration>=${WAYS.join(', =')}, and not ${JSON.stringify(text)}`,
    'give the migration that `drizzle-guard status` calls failed, and what became of it; nothing was changed',
  );
}

/**
 * Settles a migration that is unfinished: records it, makes it pending again, or goes on with it.
 * @param connection holds the lock, and `live` was read under it
 * @returns what was applied by going on
 * @throws GuardError `not-unfinished`, `edited-since`, `failed-statement`
 */
export async function resolve(
  { migrations, unfinished, settings }: LiveDatabase,
  connection: Connection,
  { migration: tag, as }: Resolution,
): Promise<AppliedMigration[]> {
  const run = unfinished.find(({ migration }) => migration === tag);
  if (!run) throw notUnfinished(tag, unfinished);
  const migration = migrations.find((one) => one.tag === tag);
  if (as === 'rolled-back') {
    await connection.settle(settings.ledger, tag, null);
    return [];
  }
  if (!migration) throw gone(tag);
  const row = { hash: migration.hash, createdAt: migration.timestamp, name: migration.name };
  await connection.createLedger(settings.ledger, row.name === null ? 'hashes' : 'names');
  if (as === 'applied') {
    await connection.settle(settings.ledger, tag, row);
    return [];
  }
  if (run.hash !== migration.hash) throw editedSince(run);
  return [await goOn(connection, settings.ledger, migration, run.done, row)];
}

async function goOn(
  connection: Connection,
  place: LiveDatabase['settings']['ledger'],
  migration: ReadMigration,
  from: number,
  row: Parameters<Connection['apply']>[0]['row'],
): Promise<AppliedMigration> {
  const start = performance.now();
  try {
    await connection.apply({ tag: migration.tag, statements: migration.statements, row, from }, place, []);
  } catch (thrown) {
    throw thrown instanceof StepFailure ? stepFailed(migration, thrown, [], [migration.tag]) : thrown;
  }
  return { migration: migration.tag, milliseconds: Math.round(performance.now() - start) };
}

export function notUnfinished(tag: string, unfinished: readonly Unfinished[]): GuardError {
  const known = unfinished.map(({ migration }) => migration);
  return new GuardError(
    'not-unfinished',
    `${tag} is not unfinished in this database: ${known.length === 0 ? 'nothing is' : `${listOf(known)} ${known.length === 1 ? 'is' : 'are'}`}`,
    'give a migration that `drizzle-guard status` calls failed; nothing was changed',
  );
}

function gone(tag: string): GuardError {
  return new GuardError(
    'not-unfinished',
    `${tag} is unfinished in this database, and not in the folder any more`,
    `bring it back, or take back what it did and run \`drizzle-guard migrate --resolve ${tag}=rolled-back\`; nothing was changed`,
  );
}

function editedSince({ migration, done }: Unfinished): GuardError {
  return new GuardError(
    'edited-since',
    `the SQL of ${migration} is another than when it was begun, so it is not known which of its statements the ${done} are that have run`,
    `put the SQL back as it was; or take back what it did and run \`drizzle-guard migrate --resolve ${migration}=rolled-back\`; nothing was changed`,
  );
}
