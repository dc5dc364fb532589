import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkLedger } from '../../apply/check-ledger';
import { withLiveDatabase } from '../../apply/live-database';
import { noShadowToRehearse } from '../../apply/no-shadow';
import { withOpenCopy } from '../../apply/open-copy';
import { readMigrations, type ReadMigration } from '../../apply/read-migrations';
import { standingOf, unknownStanding } from '../../apply/standing-of';
import { copyOfFile, type Given } from '../../backup/copies/copy-of-file';
import { refuseOther } from '../../backup/manifest';
import { manifestOf, requireSound } from '../../backup/read-backup';
import { hasShadow, whyNoShadow } from '../../engines/shadow/ground';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { withTemporaryFolder } from '../../files/temporary-folder';
import { readHistory } from '../../history/read-history';
import { groundOf } from '../../judging/ground-of';
import type { Workspace } from '../../judging/open-workspace';
import { requireFolder, sequenceFaults } from '../../judging/preflight';
import { withEvaluator } from '../../judging/with-evaluator';
import type { LedgerMatch } from '../../ledger/match-ledger';
import { setAside } from '../../rules/accepted';
import { readSettings } from '../../schema/settings';
import type { Database } from '../../workspace/discover';
import { COPIES, onCopy } from './on-copy';
import type { RehearseOptions, RehearseResult } from './result';

/**
 * A file as it was typed; what has a manifest beside it is a backup, and has to be as that says.
 * @throws GuardError `damaged-backup`
 */
export function givenFile(cwd: string, shown: string): Given {
  const named = path.resolve(cwd, shown);
  const file = named.replace(/\.json$/, '');
  const hasManifest = existsSync(`${file}.json`) && existsSync(named);
  return { file, shown, manifest: hasManifest ? manifestOf(named, shown) : null };
}

/** Begins with a backup or a dump; no database of the user's is opened, but that of an environment whose ledger is read. */
export async function fromFile(
  workspace: Workspace,
  options: RehearseOptions,
  given: Given,
  database: Database,
  started: RehearseResult,
): Promise<RehearseResult> {
  let known = started;
  try {
    const { tree, session, root, configuration } = workspace;
    const settings = await withEvaluator(session, database, (evaluator) =>
      readSettings(tree, database, evaluator),
    );
    const { dialect, out, ledger } = settings;
    const history = await readHistory(tree, out);
    requireFolder(history, database);
    const faults = sequenceFaults(history, database.name);
    known = { ...known, dialect, layout: history.layout, findings: faults };
    if (faults.length > 0) return known;
    await requireBackup(given, { database: database.name, dialect, layout: history.layout });
    const folders = [path.join(root, database.dir), path.join(root, history.dir), __dirname];
    const ground = await groundOf(session, database, dialect, folders);
    if (!hasShadow(ground)) throw noShadowToRehearse(whyNoShadow(ground)!);
    const migrations = readMigrations(root, history);
    const { shown } = given;
    return await withTemporaryFolder(COPIES, async (folder) => {
      options.onWork?.(`${database.name}: reading ${shown}`);
      const copy = await copyOfFile(given, dialect, folder);
      const copied = { copy, shown, dialect, ledger, ground, migrations, like: {}, isEmptied: false };
      return withOpenCopy(copied, async (first, open) => {
        options.onWork?.(`${database.name}: rehearsing`);
        const match =
          (await standingOf(first, { shown, dialect, migrations, at: options.at })) ??
          (await matchOf(workspace, options, database, started, { shown, migrations }));
        const { checks, waivers } = configuration;
        const found = checkLedger(database.name, match, history, checks);
        const { findings } = setAside(found, { waivers, baseline: [] });
        const about = { workspace, database, history, match, findings, withRows: null };
        return { ...known, ...(await onCopy(copied, about, first, open)) };
      });
    });
  } catch (thrown) {
    return { ...known, error: failureOf(thrown) };
  }
}

async function requireBackup(
  { file, shown, manifest }: Given,
  here: { database: string; dialect: string; layout: string | null },
): Promise<void> {
  if (!manifest) return;
  // Of which kind it is, its dialect says: which environment it is rehearsed for does not matter.
  refuseOther(manifest, { ...here, kind: manifest.kind === 'command' ? 'postgres' : manifest.kind });
  await requireSound(file, shown, manifest);
}

/** What the ledger of an environment says, where that of a dump says nothing. */
async function matchOf(
  workspace: Workspace,
  options: RehearseOptions,
  database: Database,
  started: RehearseResult,
  { shown, migrations }: { shown: string; migrations: readonly ReadMigration[] },
): Promise<LedgerMatch> {
  if (options.environment === undefined) throw unknownStanding(shown, migrations);
  let match: LedgerMatch | undefined;
  const live = { ...options, lockWait: 0 };
  const { error } = await withLiveDatabase(
    workspace,
    database,
    'rehearse',
    live,
    started,
    async (opened) => ((match = opened.match), {}),
  );
  if (error) throw new GuardError(error.code, error.message, error.help);
  return match!;
}
