import { findGitDir } from '../../git/git-dir';
import { bareFolder, treeOf } from '../../judging/bare-folder';
import { judgeDatabase } from '../../judging/judge';
import type { Judgement } from '../../judging/judgement';
import { openWorkspace, type DatabaseOptions, type Workspace } from '../../judging/open-workspace';
import { openSession } from '../../judging/session';
import type { BaselineEntry } from '../../rules/accepted';
import type { State } from '../../sources/state';
import type { Tree } from '../../sources/tree';
import type { Configuration } from '../../workspace/configuration';
import { findRoot } from '../../workspace/root';

/** A database or a bare folder as the work tree has it, with all that a check without a base finds of it. */
export interface Examined {
  judgement: Judgement;
  /** The one that holds the migrations. */
  tree: Tree;
}

export interface Examination {
  /** Absolute; where drizzle-guard.json lies. */
  root: string;
  configuration: Configuration;
  baseline: BaselineEntry[];
  examined: Examined[];
  unseen: Workspace['unseen'];
}

/**
 * Looks at the work tree as `check` does, and keeps where everything lies.
 * @param migrations a bare folder in place of databases
 */
export async function examine(
  options: DatabaseOptions,
  migrations: string | undefined,
): Promise<Examination> {
  const root = findRoot(options.cwd);
  const at: State = { kind: 'worktree' };
  const session = openSession(root, migrations === undefined ? findGitDir(root) : null);
  try {
    const { configuration, baseline } = await session.terms(at);
    const { databases, unseen } =
      migrations === undefined
        ? await openWorkspace(options, session, at)
        : { databases: [bareFolder(root, options.cwd, migrations)], unseen: {} };
    const examined: Examined[] = [];
    for (const database of databases)
      examined.push({
        judgement: await judgeDatabase(session, at, database),
        tree: await treeOf(session, at, database),
      });
    return { root, configuration, baseline, examined, unseen };
  } finally {
    session.close();
  }
}
