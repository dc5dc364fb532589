import { findGitDir } from '../../git/git-dir';
import type { History } from '../../history/history';
import { bareFolder, historyOf, treeOf } from '../../judging/bare-folder';
import { judgeDatabase } from '../../judging/judge';
import type { Judgement } from '../../judging/judgement';
import { openWorkspace, type DatabaseOptions, type Workspace } from '../../judging/open-workspace';
import * as reading from '../../judging/reading';
import { openSession, type Session } from '../../judging/session';
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
  /** Null where it is not known where the migrations lie. */
  history: History | null;
}

export interface Examination {
  session: Session;
  configuration: Configuration;
  baseline: BaselineEntry[];
  examined: Examined[];
  unseen: Workspace['unseen'];
}

/** What `check` asks without flags: "nothing wrong" is no less than its "nothing found". */
const AS_CHECK = { prove: { newest: true, shadow: true, beside: () => [] } };

/**
 * Looks at the work tree as `check` does, and keeps where everything lies.
 * @param migrations a bare folder in place of databases
 * @param use told what was seen; what it needs of it is closed afterwards
 */
export async function examine<T>(
  options: DatabaseOptions,
  migrations: string | undefined,
  use: (examination: Examination) => Promise<T>,
): Promise<T> {
  const root = findRoot(options.cwd);
  const at: State = { kind: 'worktree' };
  const session = openSession(root, findGitDir(root), { reading: async () => reading });
  try {
    const { configuration, baseline } = await session.terms(at);
    const { databases, unseen } =
      migrations === undefined
        ? await openWorkspace(options, session, at)
        : { databases: [bareFolder(root, options.cwd, migrations)], unseen: {} };
    const examined: Examined[] = [];
    for (const database of databases) {
      options.onWork?.(`${database.name}: reading the migrations`);
      const judgement = await judgeDatabase(session, at, database, AS_CHECK);
      const { folder } = judgement;
      const history = folder && (await historyOf(session, at, database, folder.out));
      examined.push({ judgement, tree: await treeOf(session, at, database), history });
    }
    return await use({ session, configuration, baseline, examined, unseen });
  } finally {
    session.close();
  }
}
