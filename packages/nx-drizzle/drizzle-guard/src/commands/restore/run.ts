import path from 'node:path';
import { subjectOf } from '../../apply/back-up';
import { withLiveDatabase, type LiveOptions, type LiveResult } from '../../apply/live-database';
import { limitsOf } from '../../apply/limits-of';
import { statesOf, type MigrationStatus } from '../../apply/states-of';
import { refuseOther, type Manifest } from '../../backup/manifest';
import { manifestOf, requireSound } from '../../backup/read-backup';
import { wayOf } from '../../backup/way-of';
import { requireConsent, type Consent } from '../../environments/confirm';
import { environmentOf, resolveTarget } from '../../environments/resolve-target';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { openWorkspace, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { CommandResult } from '../../results/command-result';
import { listOf } from '../../text/words';
import { shellWord } from '../../text/shell-word';
import { DEFAULT_BACKUP } from '../../workspace/backup-settings';
import type { Database } from '../../workspace/discover';

export interface RestoreOptions
  extends Pick<LiveOptions, 'cwd' | 'database' | 'environment' | 'onWork'>, Consent {
  /** The backup, from cwd. */
  file: string;
  /** Told what is restored into what, before anything is changed. */
  onStart?: (line: string) => void;
}

export interface RestoreResult extends LiveResult {
  /** The backup whose content the database has now; null where nothing was changed, or not all was done. */
  restored: Omit<Manifest, 'version'> | null;
  /** What is applied now, as `status` says it. */
  migrations: MigrationStatus[];
}

/**
 * Puts a backup in the place of what a database holds. Everything that can be wrong with it is looked at before: its
 * manifest, its checksum, what it is of, and all of its bytes. Then whoever runs it has to name the database and the
 * environment, and what is there is replaced as a whole.
 */
export async function restore(options: RestoreOptions): Promise<CommandResult<RestoreResult>> {
  const { cwd, database } = options;
  const given = path.resolve(cwd, options.file);
  const manifest = manifestOf(given, options.file);
  const file = given.replace(/\.json$/, '');
  const workspace = await openWorkspace({ ...options, database: database ?? [manifest.database] }).catch(
    (thrown: unknown) => {
      throw database === undefined && thrown instanceof GuardError && thrown.code === 'unknown-database'
        ? notHere(manifest)
        : thrown;
    },
  );
  if (workspace.databases.length > 1)
    throw new GuardError(
      'several-databases',
      `restore is about one database, and this is about ${listOf(workspace.databases.map(({ name }) => name))}`,
      'add --database <name>; nothing was changed',
    );
  return overDatabases(
    'restore',
    workspace.databases,
    (one): RestoreResult => ({
      ...emptyResult(one),
      ...{ notChecked: ['base'], environment: null, target: null, restored: null, migrations: [] },
    }),
    (one, started) =>
      restoreInto(workspace, one, { ...options, file, shown: options.file }, manifest, started),
    { onWork: options.onWork },
  );
}

async function restoreInto(
  workspace: Workspace,
  database: Database,
  options: RestoreOptions & { shown: string },
  manifest: Manifest,
  started: RestoreResult,
): Promise<RestoreResult> {
  const { name } = database;
  const { file, onWork, cwd } = options;
  let known = started;
  try {
    const chosen = environmentOf(workspace.configuration, database, options.environment);
    const { name: environment } = chosen;
    const resolved = await resolveTarget(workspace, database, 'restore', chosen);
    const { target, settings, variables } = resolved;
    known = { ...known, environment, target: target.description, dialect: settings.dialect };
    const isElsewhere = environment !== manifest.environment;
    const from = isElsewhere ? `a backup of ${manifest.environment}` : 'a backup';
    options.onStart?.(
      `${name}  ${environment}  ${target.description}  from ${from} of ${manifest.takenAt} (${manifest.target})`,
    );
    const { layout } = await subjectOf(workspace, database, environment, resolved);
    known = { ...known, layout };
    refuseOther(manifest, {
      ...{ database: name, dialect: settings.dialect, layout, kind: target.whereabouts.kind },
    });
    const configured = workspace.configuration.environments[environment]?.backup ?? DEFAULT_BACKUP;
    onWork?.(`${name}: reading the backup`);
    await requireSound(file, options.shown, manifest);
    const way = wayOf(workspace.root, target, configured, { variables });
    await way.verify(file, manifest);
    onWork?.(null);
    const typed = `drizzle-guard restore ${shellWord(path.relative(cwd, file).startsWith('..') ? file : path.relative(cwd, file))} --environment ${environment}`;
    const question = `This replaces all that ${target.description} (${environment}) holds by ${from} of ${manifest.takenAt}.`;
    await requireConsent({ database: name, environment }, options, question, typed);
    onWork?.(`${name}: restoring`);
    await way.restore({
      ...{ file, manifest, isElsewhere, ledger: settings.ledger },
      limits: limitsOf(workspace.configuration, environment),
      onWait: (holder) => onWork?.(`${name}: waiting for ${holder}`),
    });
    const { version: _, ...restored } = manifest;
    known = { ...known, restored };
  } catch (thrown) {
    return { ...known, error: failureOf(thrown) };
  }
  return withLiveDatabase(
    workspace,
    database,
    'restore',
    { ...options, environment: known.environment! },
    known,
    async (live) => ({ migrations: statesOf(live), findings: live.findings }),
  );
}

function notHere({ database }: Manifest): GuardError {
  return new GuardError(
    'other-backup',
    `this is a backup of ${database}, and there is no database of that name here; nothing was changed`,
    'run the command in the repository that has it',
  );
}
