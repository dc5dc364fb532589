import { GuardError } from '../../errors/guard-error';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { openSides, type OpenSides } from '../../judging/sides';
import type { CommandResult } from '../../results/command-result';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import { findRoot } from '../../workspace/root';
import { besideBranch } from './beside-branch';
import { besideDatabase } from './beside-database';
import { fromCopy } from './from-copy';
import { fromFile, givenFile } from './from-file';
import type { RehearseOptions, RehearseResult } from './result';

export type { RehearseOptions, RehearseResult } from './result';

/**
 * Runs what a branch brings on a throw-away database that stands where the base, or the database of an environment,
 * does, with rows in its tables. Writes nothing anywhere.
 *
 * @throws GuardError what `openSides` and `openWorkspace` throw
 */
export async function rehearse(options: RehearseOptions): Promise<CommandResult<RehearseResult>> {
  if (options.from !== undefined) return rehearseFrom(options, options.from);
  const sides = await sidesOf(options);
  try {
    const workspace = await openWorkspace(options, sides.session, sides.at);
    return await overDatabases(
      'rehearse',
      workspace.databases,
      (database) => startOf(database, sides.landing ? [] : ['base']),
      (database, started) => {
        if (options.environment === undefined) return besideBranch(workspace, sides, database, started);
        return options.copy
          ? fromCopy(workspace, options, database, started)
          : besideDatabase(workspace, options, database, started);
      },
      { onWork: options.onWork },
    );
  } finally {
    sides.session.close();
  }
}

/** The file is of one database. */
async function rehearseFrom(options: RehearseOptions, file: string): Promise<CommandResult<RehearseResult>> {
  const given = givenFile(options.cwd, file);
  const named = options.database ?? (given.manifest ? [given.manifest.database] : undefined);
  const workspace = await openWorkspace({ ...options, ...(named ? { database: named } : {}) });
  const names = workspace.databases.map(({ name }) => name);
  if (names.length > 1)
    throw new GuardError(
      'several-databases',
      `${file} is of one database, and this is about ${listOf(names)}`,
      'add --database <name>; nothing was rehearsed',
    );
  return overDatabases(
    'rehearse',
    workspace.databases,
    (database) => startOf(database, ['base']),
    (database, started) => fromFile(workspace, options, given, database, started),
    { onWork: options.onWork },
  );
}

function startOf(database: Database, notChecked: RehearseResult['notChecked']): RehearseResult {
  return {
    ...emptyResult(database),
    ...{ notChecked, environment: null, target: null, from: null, rehearsal: null, back: [] },
  };
}

/** A base that was not asked for need not be there: then everything is rehearsed. */
async function sidesOf({ cwd, base = 'auto', environment }: RehearseOptions): Promise<OpenSides> {
  const root = findRoot(cwd);
  if (environment !== undefined) return openSides(root, {}, false);
  try {
    return await openSides(root, { base }, true);
  } catch (thrown) {
    const isMissing = thrown instanceof GuardError && ['no-base', 'no-repository'].includes(thrown.code);
    if (base !== 'auto' || !isMissing) throw thrown;
    return openSides(root, {}, false);
  }
}
