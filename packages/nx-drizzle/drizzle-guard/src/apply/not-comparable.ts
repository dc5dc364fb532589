import { GuardError } from '../errors/guard-error';
import { nameOfRow } from '../rules/live/name-of-row';
import { shellWord } from '../text/shell-word';
import { listOf } from '../text/words';
import type { LiveDatabase } from './look-at';

type Ledger = Pick<LiveDatabase, 'database' | 'policy' | 'history' | 'match' | 'unfinished' | 'settings'>;

const SHOWN = 3;

/**
 * Why a ledger does not tell what a database should hold; null where it does. Pure.
 * @param holds what it holds of what could be its migrations': "table public.users"
 */
export function whyNotComparable(live: Ledger, holds: readonly string[]): GuardError | null {
  const { database, policy, history, match, unfinished } = live;
  const options = `--database ${shellWord(database)} -e ${shellWord(policy.environment)}`;
  const [begun] = unfinished;
  if (begun)
    return new GuardError(
      'unfinished-migration',
      `${begun.migration} was begun and is not finished (${begun.done} of ${begun.total} statements have run), so what the database should hold is not known; nothing was compared`,
      `see what of it is there, then say so with \`drizzle-guard migrate ${options} --resolve ${begun.migration}=continue\` (or =rolled-back, =applied)`,
    );
  if (match.migrations.some(({ row }) => row !== null)) return null;
  const rows = match.strangers.map(({ row }) => row);
  if (rows.length > 0) {
    const newest = rows.reduce((one, other) => (other.id > one.id ? other : one));
    const which =
      rows.length === 1
        ? `the only row of the ledger (${nameOfRow(newest)}) is of no`
        : `none of the ${rows.length} rows of the ledger (the newest: ${nameOfRow(newest)}) is of a`;
    return new GuardError(
      'not-comparable',
      `${which} migration in ${history.dir}, so what the database should hold is not known; nothing was compared`,
      'see whether the connection, the folder and the ledger (`migrations` of the drizzle config) are those that belong together; `drizzle-guard explain foreign-history` tells what else it may be',
    );
  }
  if (holds.length === 0) return null;
  const names = holds.length > SHOWN ? [...holds.slice(0, SHOWN), `${holds.length - SHOWN} more`] : holds;
  return new GuardError(
    'not-comparable',
    `the ledger ${placeOf(live)} is empty or not there, and the database holds ${listOf(names)}: which migrations it has is not known, so nothing was compared`,
    `where the migrations up to one have made that, \`drizzle-guard migrate ${options} --baseline <migration>\` records them without running them; where it is somebody else's, \`tablesFilter\` of the drizzle config leaves it out`,
  );
}

function placeOf({ settings: { dialect, ledger } }: Ledger): string {
  return dialect === 'postgresql' ? `${ledger.schema}.${ledger.table}` : ledger.table;
}

/** @param called the database, for people */
export function neverSteady(called: string, database: string): GuardError {
  return new GuardError(
    'not-comparable',
    `migrations are being applied to ${called}: its ledger was another one after each reading, so nothing was compared`,
    `run it again when \`drizzle-guard status --database ${shellWord(database)}\` lists the same twice`,
  );
}

type Known = { policy: Pick<LiveDatabase['policy'], 'environment'>; target: { description: string } };

/** Two environments that lead to one database. */
export function oneDatabase(one: Known, other: Known): GuardError {
  const [here, there] = [one.target.description, other.target.description];
  return new GuardError(
    'not-comparable',
    `${one.policy.environment} and ${other.policy.environment} are one and the same database (${here === there ? here : `${here}, which is also ${there}`}), so there is nothing to compare`,
    'see where their connections come from (drizzle-guard.json, the drizzle configs, .env files), and correct the one that is wrong',
  );
}
