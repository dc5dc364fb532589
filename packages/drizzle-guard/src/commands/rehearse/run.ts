import { GuardError } from '../../errors/guard-error';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { openSides, type OpenSides } from '../../judging/sides';
import type { CommandResult } from '../../results/command-result';
import { findRoot } from '../../workspace/root';
import { besideBranch } from './beside-branch';
import { besideDatabase } from './beside-database';
import type { RehearseOptions, RehearseResult } from './result';

export type { RehearseOptions, RehearseResult } from './result';

/**
 * Runs what a branch brings on a throw-away database that stands where the base, or the database of an environment,
 * does, with rows in its tables. Writes nothing anywhere.
 *
 * @throws GuardError what `openSides` and `openWorkspace` throw
 */
export async function rehearse(options: RehearseOptions): Promise<CommandResult<RehearseResult>> {
  const sides = await sidesOf(options);
  try {
    const workspace = await openWorkspace(options, sides.session, sides.at);
    return await overDatabases(
      'rehearse',
      workspace.databases,
      (database): RehearseResult => ({
        ...emptyResult(database),
        ...{ notChecked: sides.landing ? [] : ['base'], environment: null, target: null },
        ...{ from: null, rehearsal: null, back: [] },
      }),
      (database, started) =>
        options.environment === undefined
          ? besideBranch(workspace, sides, database, started)
          : besideDatabase(workspace, options, database, started),
      { onWork: options.onWork },
    );
  } finally {
    sides.session.close();
  }
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
