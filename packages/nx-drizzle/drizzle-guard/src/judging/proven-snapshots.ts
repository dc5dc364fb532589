import path from 'node:path';
import { hasShadow } from '../engines/shadow/ground';
import { GuardError } from '../errors/guard-error';
import type { Base } from '../git/base';
import type { History } from '../history/history';
import { judgeReplay, until } from '../replay/judge-replay';
import type { ReplayOptions } from '../replay/replay-history';
import type { Folder } from '../results/judged';
import type { BaseContext } from '../rules/contexts';
import { buildStatements } from '../schema/build-statements';
import { startEvaluator, type Evaluator } from '../schema/evaluator';
import type { State } from '../sources/state';
import type { Tree } from '../sources/tree';
import type { Database } from '../workspace/discover';
import { groundOf } from './ground-of';
import { kitFolderOf } from './parts/replay';
import { sequenceFaults } from './preflight';
import type { Session } from './session';

/** Which snapshots are to be proved, of which database and beside what. */
export interface Doubted {
  at: State;
  base: Base;
  database: Database;
  folder: Folder;
  context: BaseContext;
  /** How long one replay may take, in milliseconds; by default as long as one that is asked for. */
  limit?: number | undefined;
}

/**
 * The landed migrations whose snapshots are other ones here, and rightly so: the SQL up to each, run on a shadow, gives what
 * the snapshot says here, or is nearer to it in all that the two snapshots disagree about. Where that cannot be told, it is
 * not proved.
 * @returns tags
 */
export async function provenSnapshots(session: Session, doubted: Doubted): Promise<Set<string>> {
  const { at, base, database, folder, context, limit } = doubted;
  const { dialect } = folder;
  const proven = new Set<string>();
  const { history } = context;
  const isRunnable = [history, context.base.history].every(
    (one) => sequenceFaults(one, database.name).length === 0,
  );
  const kitFolder = kitFolderOf(session.root, database, history);
  const ground = await groundOf(session, database, dialect, [
    ...[kitFolder, path.join(session.root, history.dir), __dirname],
  ]);
  if (!hasShadow(ground) || !isRunnable) return proven;
  const trees = {
    mine: await session.tree(at),
    theirs: await session.tree({ kind: 'commit', commit: base.commit, label: base.name }),
  };
  const evaluator = startEvaluator(kitFolder, session.environment, 'real');
  try {
    for (const { mine, theirs, changes } of context.editedSnapshots) {
      const differences = (tree: Tree, of: History, tag: string) =>
        differencesAt(tree, upTo(of, tag), { ...ground, limit }, evaluator);
      if (changes === null) continue;
      const here = await differences(trees.mine, history, mine.tag);
      // Of two that disagree one is wrong. A journal cannot be compared with what an upgrade has installed.
      const isUpgraded = history.layout !== context.base.history.layout;
      if (isUpgraded && here?.size === 0) proven.add(mine.tag);
      if (isUpgraded) continue;
      const there = here && (await differences(trees.theirs, context.base.history, theirs.tag));
      if (here && there && isNearer(here, there)) proven.add(mine.tag);
    }
  } finally {
    await evaluator.close();
  }
  return proven;
}

function upTo(history: History, tag: string): History {
  return until(
    history,
    history.migrations.findIndex((migration) => migration.tag === tag),
  );
}

/** What the SQL of a history and its newest snapshot disagree about; null where that cannot be told. */
async function differencesAt(
  tree: Tree,
  history: History,
  options: ReplayOptions,
  evaluator: Evaluator,
): Promise<Set<string> | null> {
  try {
    const { error, isCompared, mismatches } = await judgeReplay(tree, history, options, (of) =>
      buildStatements(tree, of, options.dialect, options.folders[0]!, evaluator),
    );
    if (error || !isCompared) return null;
    return new Set(mismatches.flatMap(({ differences }) => differences));
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return null;
  }
}

/** Whether nothing that is wrong here is right there, and something is right here that is wrong there. */
function isNearer(here: ReadonlySet<string>, there: ReadonlySet<string>): boolean {
  return here.size < there.size && [...here].every((difference) => there.has(difference));
}
