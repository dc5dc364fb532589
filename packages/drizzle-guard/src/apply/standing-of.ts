import type { Shadow } from '../engines/shadow/shadow';
import { GuardError } from '../errors/guard-error';
import { matchLedger, type LedgerMatch } from '../ledger/match-ledger';
import { FILLED } from '../rehearsal/fill';
import { tablesIn } from '../rehearsal/tables-in';
import { count } from '../text/words';
import type { OpenCopy } from './open-copy';
import { positionOf } from './plan-migrate';
import type { ReadMigration } from './read-migrations';
import { tablesThere } from './tables-there';

/** What is asked about a copy. */
export interface CopyAsked {
  shown: string;
  dialect: string;
  migrations: readonly ReadMigration[];
  /** The newest migration that is applied in it, as it was typed. */
  at?: string | undefined;
}

/**
 * Which migrations are applied in a copy: its own ledger says it; where that has no rows, whoever has named it.
 * @returns null where nobody says it
 * @throws GuardError `other-backup` for a copy of another database, `unfinished-migration` for one of a state between two
 *   migrations, `usage`, `unknown-migration-name`
 */
export async function standingOf(
  { shadow, rows, unfinished }: OpenCopy,
  { shown, dialect, migrations, at }: CopyAsked,
): Promise<LedgerMatch | null> {
  if (unfinished.length > 0) throw halfWay(shown, unfinished[0]!);
  if (rows.length > 0) {
    if (at !== undefined) throw saidTwice(shown);
    const match = matchLedger(migrations, rows);
    const isForeign = match.migrations.every(({ row, claims = [] }) => row === null && claims.length === 0);
    if (isForeign)
      throw other(
        shown,
        `none of the ${count(rows.length, 'migration')} in its ledger is one of the ${migrations.length} here`,
      );
    return match;
  }
  if (at === undefined) return (await hasTables(shadow, dialect)) ? null : matchLedger(migrations, []);
  const applied = migrations.slice(0, positionOf(migrations, at) + 1);
  const { there, absent } = await tablesThere(shadow, dialect, applied);
  if (there.length === 0 && absent.length > 0)
    throw other(shown, `it has none of the tables that the migrations up to ${at} make (${absent[0]}, …)`);
  return matchLedger(
    migrations,
    applied.map(({ hash, timestamp, name }, position) => ({
      ...{ id: position + 1, hash, createdAt: timestamp, name, appliedAt: null },
    })),
  );
}

async function hasTables(shadow: Shadow, dialect: string): Promise<boolean> {
  const kind = FILLED[dialect];
  return kind !== undefined && (await tablesIn((sql) => shadow.query(sql), kind)).length > 0;
}

function halfWay(shown: string, migration: string): GuardError {
  return new GuardError(
    'unfinished-migration',
    `${shown} was taken while ${migration} was begun and not finished; nothing was rehearsed`,
    'name a dump from before it or from after it',
  );
}

function saidTwice(shown: string): GuardError {
  return new GuardError(
    'usage',
    `--at says which migration is the newest in ${shown}, and its ledger says that too`,
    'leave --at out; nothing was rehearsed',
  );
}

function other(shown: string, why: string): GuardError {
  return new GuardError(
    'other-backup',
    `${shown} is of another database, or of another history: ${why}; nothing was rehearsed`,
    'name a dump of this database, or the database that it is of with --database <name>',
  );
}

/** Where neither the copy nor anybody else says it. */
export function unknownStanding(shown: string, migrations: readonly ReadMigration[]): GuardError {
  const newest = migrations.at(-1)?.tag ?? '<migration>';
  return new GuardError(
    'no-ledger',
    `${shown} has no rows in drizzle's ledger, so it is not known which migrations are applied in it; nothing was rehearsed`,
    `add --at <migration>, the newest that is applied in it (${newest} is the newest here), or --environment <name>, whose ledger is read`,
  );
}
