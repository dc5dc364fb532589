import path from 'node:path';
import { subjectOf } from '../../apply/back-up';
import { withConnection, withError, type LiveOptions, type LiveResult } from '../../apply/live-database';
import { limitsOf } from '../../apply/limits-of';
import type { Manifest } from '../../backup/manifest';
import { restoreCommandFor, takeBackup } from '../../backup/take-backup';
import type { Connection } from '../../engines/connection';
import { environmentOf, resolveTarget } from '../../environments/resolve-target';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { toTreePath } from '../../files/tree-path';
import { openWorkspace, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { CommandResult } from '../../results/command-result';
import type { Database } from '../../workspace/discover';
import type { Values } from '../define-command';
import type { backupOptions } from './row';

export interface BackupOptions
  extends
    Pick<LiveOptions, 'cwd' | 'database' | 'environment' | 'onWork' | 'onTarget'>,
    Values<typeof backupOptions> {}

/** A manifest, with the paths of the two files: from the root where they are below it, else absolute. */
export interface TakenBackup extends Omit<Manifest, 'version'> {
  manifestFile: string;
  /** What restores it; null where a command of the user's has made it. */
  restore: string | null;
  /** The names of older backups that were taken away. */
  removed: string[];
}

export interface BackupResult extends LiveResult {
  /** null where there is none. */
  backup: TakenBackup | null;
}

/** Takes a backup of each database, one after another. Migrations and ledger are left alone. */
export async function backup(options: BackupOptions): Promise<CommandResult<BackupResult>> {
  const workspace = await openWorkspace(options);
  return overDatabases(
    'backup',
    workspace.databases,
    (database): BackupResult => ({
      ...emptyResult(database),
      ...{ environment: null, target: null, backup: null },
    }),
    (database, started) => backupOf(workspace, database, options, started),
    { onWork: options.onWork },
  );
}

async function backupOf(
  workspace: Workspace,
  database: Database,
  options: BackupOptions,
  started: BackupResult,
): Promise<BackupResult> {
  let known = started;
  try {
    const chosen = environmentOf(workspace.configuration, database, options.environment);
    const { name: environment } = chosen;
    const resolved = await resolveTarget(workspace, database, 'backup', chosen);
    const { target, settings } = resolved;
    known = { ...known, environment, target: target.description, dialect: settings.dialect };
    options.onTarget?.(database.name, environment, target.description);
    const subject = await subjectOf(workspace, database, environment, resolved);
    known = { ...known, layout: subject.layout };
    if (!target.exists()) throw nothingThere(target.description);
    const configured = workspace.configuration.environments[environment]?.backup;
    const onWork = (what: string) => options.onWork?.(`${database.name}: ${what}`);
    const connection = await target.open(limitsOf(workspace.configuration, environment), (holder) =>
      onWork(`waiting for ${holder}`),
    );
    const work = async (open: Connection): Promise<BackupResult> => {
      const taken = await takeBackup(subject, open, configured, {
        to: options.to === undefined ? undefined : path.resolve(options.cwd, options.to),
        onWork,
      });
      const { version: _, ...manifest } = taken.manifest;
      const shown = (file: string) => shownFrom(workspace.root, file);
      return {
        ...known,
        backup: {
          ...manifest,
          file: taken.file === null ? null : shown(taken.file),
          manifestFile: shown(taken.manifestFile),
          restore: restoreCommandFor(taken, options.cwd),
          removed: taken.removed,
        },
      };
    };
    return await withConnection(connection, work, withError);
  } catch (thrown) {
    return { ...known, error: failureOf(thrown) };
  }
}

function shownFrom(root: string, file: string): string {
  const from = toTreePath(root, file);
  return from.startsWith('..') || path.isAbsolute(from) ? file : from;
}

function nothingThere(description: string): GuardError {
  return new GuardError(
    'nothing-to-back-up',
    `there is no database yet: ${description} is not there; there is no backup`,
    'run `drizzle-guard migrate`, which makes it, or name the environment that you mean with --environment <name>',
  );
}
