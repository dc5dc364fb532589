import { stateAfter } from '../schema/state-after';
import type { Commit } from '../sources/state';
import { readText } from '../sources/tree';
import { answersIn } from '../sql/answers-in';
import { isOfState } from '../sql/is-of-state';
import { chunksOf, statementsOf } from '../sql/statements';
import type { Session } from './session';
import { withEvaluator } from './with-evaluator';

/** What wrote a migration: drizzle-kit, a person, or both (also where that cannot be told). */
export type Author = 'generated' | 'custom' | 'mixed';

export interface Authored {
  tag: string;
  sqlFile: string;
  hasSql: boolean;
  author: Author;
  /** What answers drizzle-kit's questions as they were answered when it was made, where there were some. */
  answers: string[];
}

/** What wrote each migration, told by what drizzle-kit would write between its parents' state and its own. */
export async function authorship(
  session: Session,
  name: string,
  out: string,
  commit: string,
  tags: readonly string[],
): Promise<Authored[]> {
  const at: Commit = { kind: 'commit', commit, label: commit.slice(0, 10) };
  const { databases } = await session.workspace(at);
  const { dir } = databases.find((database) => database.name === name) ?? { dir: '.' };
  const tree = await session.tree(at);
  const history = await session.history(at, out);
  return withEvaluator(session, { dir }, async (evaluator) => {
    const authored: Authored[] = [];
    for (const tag of tags) {
      const migration = history.migrations.find((candidate) => candidate.tag === tag)!;
      const { snapshot } = migration;
      const before = history.snapshots.filter(({ id }) => snapshot?.parents.includes(id));
      const sql = (await readText(tree, migration.sqlFile)) ?? null;
      const answer =
        snapshot &&
        (await evaluator().ask({
          kind: 'diff',
          dialect: history.dialect ?? '',
          previous: await stateAfter(tree, history, before),
          current: await stateAfter(tree, history, [snapshot]),
        }));
      const generated = answer?.kind === 'diff' ? answer.statements : null;
      const isAsked = answer?.kind === 'diff' && answer.statements === null;
      const author = sql === null ? 'mixed' : isAsked ? authorOfAnswered(sql) : authorOf(sql, generated);
      const answers = isAsked && sql !== null ? answersIn(sql) : [];
      authored.push({ tag, sqlFile: migration.sqlFile, hasSql: sql !== null, author, answers });
    }
    return authored;
  });
}

/** What drizzle-kit wrote after it had asked is not known: where all of it changes the state, it writes that anew. */
function authorOfAnswered(sql: string): Author {
  return statementsOf(sql).every(isOfState) ? 'generated' : 'mixed';
}

/**
 * White space does not count.
 * @param generated null where it is not known
 */
export function authorOf(sql: string, generated: readonly string[] | null): Author {
  if (generated === null) return 'mixed';
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim().replace(/;$/, '');
  const known = new Set(generated.map(plain));
  const statements = chunksOf(sql).map(plain).filter(Boolean);
  if (known.size === 0) return 'custom';
  return statements.length > 0 && statements.every((statement) => known.has(statement))
    ? 'generated'
    : 'mixed';
}
