import { likenessOf } from '../../apply/likeness-of';
import { withLiveDatabase, type LiveDatabase } from '../../apply/live-database';
import { noShadowToRehearse } from '../../apply/no-shadow';
import { withOpenCopy } from '../../apply/open-copy';
import { tablesWithRows } from '../../apply/rehearse-live';
import { copyOfDatabase } from '../../backup/copies/copy-of-database';
import { wayOptionsOf } from '../../backup/way-of';
import type { Connection } from '../../engines/connection';
import { hasShadow, whyNoShadow } from '../../engines/shadow/ground';
import { GuardError } from '../../errors/guard-error';
import { withTemporaryFolder } from '../../files/temporary-folder';
import { readHistory } from '../../history/read-history';
import type { Workspace } from '../../judging/open-workspace';
import { requireFolder } from '../../judging/preflight';
import { environmentWithoutGit } from '../../process/variables';
import { DEFAULT_BACKUP } from '../../workspace/backup-settings';
import type { Database } from '../../workspace/discover';
import { COPIES, onCopy } from './on-copy';
import type { RehearseOptions, RehearseResult } from './result';

/** Begins with a copy of the database of an environment, which is only read. */
export function fromCopy(
  workspace: Workspace,
  options: RehearseOptions,
  database: Database,
  started: RehearseResult,
): Promise<RehearseResult> {
  const live = { ...options, lockWait: 0 };
  const { withRows = false } = options;
  return withLiveDatabase(workspace, database, 'rehearse', live, started, async (known, connection) => {
    requireFolder(known.history, database);
    const { target, settings, limits } = known;
    if (!connection) throw nothingToCopy(target.description);
    if (!hasShadow(known.ground)) throw noShadowToRehearse(whyNoShadow(known.ground)!);
    return withTemporaryFolder(COPIES, async (folder) => {
      options.onWork?.(`${database.name}: copying ${target.description}`);
      const copy = await copyOfDatabase(
        { target, connection, withRows, limits, options: programsOf(workspace, known) },
        folder,
      );
      await requireSameLedger(known, connection);
      const held = await tablesWithRows((sql) => connection.query(sql), settings.dialect);
      const copied = {
        ...{ copy, shown: `a copy of ${target.description}`, dialect: settings.dialect },
        ...{ ledger: settings.ledger, ground: known.ground, migrations: known.migrations },
        like: await likenessOf(connection, settings.dialect),
        isEmptied: copy.content.kind === 'archive' && !withRows,
      };
      options.onWork?.(`${database.name}: rehearsing`);
      const history = await readHistory(workspace.tree, settings.out);
      const { match, findings } = known;
      const about = { workspace, database, history, match, findings, withRows: held };
      return withOpenCopy(copied, (first, open) => onCopy(copied, about, first, open));
    });
  });
}

/** As a backup of the environment would find them. */
function programsOf({ root, configuration }: Workspace, { policy }: LiveDatabase) {
  const configured = configuration.environments[policy.environment]?.backup ?? DEFAULT_BACKUP;
  return wayOptionsOf(root, configured, { variables: environmentWithoutGit(process.env) });
}

/** What the ledger said before it was copied holds for the copy only where nobody has migrated meanwhile. */
async function requireSameLedger({ settings, match, target }: LiveDatabase, connection: Connection) {
  const ids = (rows: readonly { id: number }[]) => JSON.stringify(rows.map(({ id }) => id).sort());
  const known = [
    ...match.migrations.flatMap(({ row }) => (row ? [row] : [])),
    ...match.strangers.map(({ row }) => row),
  ];
  const { rows } = await connection.readLedger(settings.ledger);
  if (ids(rows) === ids(known)) return;
  throw new GuardError(
    'failed-copy',
    `${target.description} was migrated while it was copied; nothing was rehearsed`,
    'run the command again',
  );
}

function nothingToCopy(description: string): GuardError {
  return new GuardError(
    'failed-copy',
    `there is no database yet: ${description} is not there; nothing was rehearsed`,
    'leave --copy out, or name the environment that you mean with --environment <name>',
  );
}
