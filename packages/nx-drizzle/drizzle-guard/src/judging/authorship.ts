import path from 'node:path';
import type { History } from '../history/history';
import type { Evaluator } from '../schema/evaluator';
import { kitLayoutAt } from '../schema/kit';
import { stateAfter } from '../schema/state-after';
import type { Commit } from '../sources/state';
import { readText } from '../sources/tree';
import { answersIn } from '../sql/answers-in';
import type { OwnSql } from '../sql/made-again';
import type { Database } from '../workspace/discover';
import type { Session } from './session';

/** A migration, with what drizzle-kit would write for it. */
export interface Authored extends OwnSql {
  sqlFile: string;
  /** What answers drizzle-kit's questions as they were answered when it was made, where there were some. */
  answers: string[];
}

/**
 * What drizzle-kit would write between the state before each of these migrations and its own. One of another layout it cannot
 * read, and after it has asked it is not known what it wrote: what could be in a snapshot is then the schema's.
 */
export async function authorship(
  session: Session,
  { dir }: Pick<Database, 'dir'>,
  evaluator: () => Evaluator,
  at: Commit,
  out: string,
  tags: readonly string[],
): Promise<Authored[]> {
  const tree = await session.tree(at);
  const history = await session.history(at, out);
  const isForeign = isOtherLayout(path.join(session.root, dir), history);
  const authored: Authored[] = [];
  for (const tag of tags) {
    const { snapshot, sqlFile } = history.migrations.find((candidate) => candidate.tag === tag)!;
    const before = history.snapshots.filter(({ id }) => snapshot?.parents.includes(id));
    const sql = (await readText(tree, sqlFile)) ?? '';
    const answer =
      snapshot &&
      !isForeign &&
      (await evaluator().ask({
        kind: 'diff',
        dialect: history.dialect ?? '',
        previous: await stateAfter(tree, history, before),
        current: await stateAfter(tree, history, [snapshot]),
      }));
    const kit = answer && answer.kind === 'diff' ? answer.statements : null;
    const isAsked = answer && answer.kind === 'diff' && answer.statements === null;
    const hasSnapshot = snapshot !== null && (isForeign || isAsked === true || kit !== null);
    const answers = isAsked || (isForeign && snapshot) ? answersIn(sql) : [];
    authored.push({ tag, sql, sqlFile, kit, hasSnapshot, answers });
  }
  return authored;
}

function isOtherLayout(folder: string, { layout }: History): boolean {
  const installed = kitLayoutAt(folder);
  return installed !== null && installed !== layout;
}
