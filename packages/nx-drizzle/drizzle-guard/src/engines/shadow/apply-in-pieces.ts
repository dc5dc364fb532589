import { piecesOf, stretchesOf } from '../../sql/pieces';
import { applyIn, type Session } from './apply-in';
import type { Applied } from './shadow';

/**
 * Runs the statements of one migration of Postgres as `migrate` does: in one transaction where all of them take one, else
 * in stretches.
 */
export async function applyInPieces(
  session: Session,
  statements: readonly string[],
  watched: readonly number[],
): Promise<Applied> {
  const idle: number[] = [];
  for (const { isLone, pieces: together } of stretchesOf(piecesOf(statements))) {
    const statementAt = (position: number) => together[position]!.statement;
    const applied = await applyIn(
      session,
      together.map(({ sql }) => sql),
      together.flatMap(({ statement }, at) => (watched.includes(statement) ? [at] : [])),
      !isLone,
    );
    idle.push(...applied.idle.map(statementAt));
    if (applied.failure === null) continue;
    const { failure } = applied;
    return {
      failure: { ...failure, position: statementAt(failure.position), kept: statementAt(failure.kept) },
      idle,
    };
  }
  return { failure: null, idle };
}
