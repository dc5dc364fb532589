import type { Evaluator } from '../schema/evaluator';
import { bundleSchema, judgeSchema } from '../schema/judge-schema';
import { readSettings } from '../schema/settings';
import type { Commit, State } from '../sources/state';
import type { Database } from '../workspace/discover';
import type { Session } from './session';

/** What the schema wants after the migrations of a commit. */
export interface Wanted {
  /** What drizzle-kit would write; null where it is not known, or it would have to ask. */
  statements: readonly string[] | null;
  /** Whether it would write anything; null where that is not known. */
  isWanted: boolean | null;
  /** Whether it would have to ask what was renamed. */
  isAsked: boolean;
}

const UNKNOWN: Wanted = { statements: null, isWanted: null, isAsked: false };

/** The schema as it lies in the work tree, where what is advised is typed; it may hold conflicts, and then says nothing. */
export async function wantedAfter(
  session: Session,
  database: Database,
  evaluator: () => Evaluator,
  taken: Commit,
  out: string,
): Promise<Wanted> {
  const worktree: State = { kind: 'worktree' };
  try {
    const tree = await session.tree(worktree);
    const settings = await readSettings(tree, database, evaluator);
    if (settings.out !== out) return UNKNOWN;
    const schema = await bundleSchema(tree, database, settings);
    const history = await session.history(taken, out);
    const verdict = await judgeSchema(await session.tree(taken), database, schema, history, evaluator());
    if (verdict.kind === 'no-snapshot') return UNKNOWN;
    if (verdict.kind === 'in-sync') return { statements: [], isWanted: false, isAsked: false };
    const { ambiguous, statements } = verdict;
    return { statements: ambiguous ? null : statements, isWanted: true, isAsked: ambiguous };
  } catch {
    return UNKNOWN;
  }
}
