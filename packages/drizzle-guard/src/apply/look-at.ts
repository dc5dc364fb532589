import type { Connection, LedgerHeld, Limits, Target, Unfinished } from '../engines/connection';
import type { Ground } from '../engines/shadow/ground';
import type { Policy } from '../environments/policy';
import type { History } from '../history/history';
import { matchLedger, type LedgerMatch } from '../ledger/match-ledger';
import { setAside, type Waiver } from '../rules/accepted';
import type { Finding } from '../rules/finding';
import { findingsAbout, type Severities } from '../rules/run';
import type { Settings } from '../schema/settings';
import { listOf } from '../text/words';
import type { BackUp } from './back-up';
import { checkLedger } from './check-ledger';
import type { HealthChecks } from './health-checks';
import type { ReadMigration } from './read-migrations';
import { tablesThereAlready } from './tables-there';

/** A database's folder and ledger, side by side. */
export interface LiveDatabase {
  /** Its name. */
  database: string;
  policy: Policy;
  settings: Settings;
  history: History;
  target: Target;
  migrations: ReadMigration[];
  match: LedgerMatch;
  /** What was begun there and is neither finished nor taken back. */
  unfinished: Unfinished[];
  limits: Limits;
  /** What its shadow may be made on. */
  ground: Ground;
  /** How long it is waited for what a shadow shows, as it is configured. */
  proofLimit: string;
  /** What is wrong between the two. */
  findings: Finding[];
  /** Where no ledger says that the database was migrated, although it has what the migrations make: the way to adopt it. */
  hint: string | null;
  /** The findings of what is seen later, as these: at the severity in force, without those that are waived. */
  findingsOfRun(differences: readonly string[]): Finding[];
  /** Takes a backup, as it is configured for the environment; absent in a program, which does that itself. */
  backUp?: BackUp;
  /** What is run when something was applied; absent where nothing is configured, and in a program. */
  healthChecks?: HealthChecks | undefined;
  /** Looks again, through a connection that was opened since. */
  look(connection: Connection): Promise<LiveDatabase>;
}

/** What is known without the database. */
type Read = Pick<
  LiveDatabase,
  | 'database'
  | 'policy'
  | 'history'
  | 'settings'
  | 'target'
  | 'limits'
  | 'migrations'
  | 'ground'
  | 'proofLimit'
  | 'backUp'
  | 'healthChecks'
>;

/** What the configuration says of findings. */
interface Terms {
  checks: Severities;
  waivers: readonly Waiver[];
}

/**
 * What looks at a database: null stands for one that does not exist yet. It reads the ledger and what is unfinished, and
 * writes nothing.
 */
export function lookAt(
  read: Read,
  { checks, waivers }: Terms,
): (connection: Connection | null) => Promise<LiveDatabase> {
  const { database, history, settings, migrations } = read;
  const unwaived = (found: Finding[]) => setAside(found, { waivers, baseline: [] }).findings;
  const findingsOfRun = (differences: readonly string[]) =>
    unwaived(findingsAbout('run', { differences }, database, checks));
  return async function look(connection) {
    const { rows, unfinished } = (await connection?.readLedger(settings.ledger)) ?? NOTHING;
    const match = matchLedger(migrations, rows);
    const findings = unwaived(checkLedger(database, match, history, checks, unfinished));
    const isNew = rows.length === 0 && unfinished.length === 0;
    const hint =
      connection && isNew ? await adoptionHint(connection, settings.dialect, migrations, database) : null;
    return { ...read, match, unfinished, findings, hint, findingsOfRun, look };
  };
}

const NOTHING: LedgerHeld = { rows: [], unfinished: [] };

async function adoptionHint(
  connection: Connection,
  dialect: string,
  migrations: readonly ReadMigration[],
  database: string,
): Promise<string | null> {
  const there = await tablesThereAlready(connection, dialect, migrations);
  if (there.length === 0) return null;
  const names = there.length > 3 ? [...there.slice(0, 3), `${there.length - 3} more`] : there;
  return `the ledger is empty, and ${listOf(names)} ${there.length === 1 ? 'is' : 'are'} there already: \`drizzle-guard migrate --database ${database} --baseline <migration>\` records the migrations up to the newest one that the database has, without running them`;
}
