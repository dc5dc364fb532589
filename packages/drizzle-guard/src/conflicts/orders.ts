import type { ReadMigration } from '../replay/replay-history';
import type { Place } from '../results/verdict';
import { listOf } from '../text/words';
import type { Pair } from './pair';

/** Which of the two. */
export type Side = 0 | 1;

export const SIDES: readonly Side[] = [0, 1];

/** The migrations of both, those of one of them first. */
export function inOrder(pair: Pair, first: Side): ReadMigration[] {
  return [...pair[first], ...pair[first === 0 ? 1 : 0]];
}

/** The statement at a place among migrations. */
export function placeIn(
  order: readonly ReadMigration[],
  { migration, position }: { migration: number; position: number },
): Place {
  const { migration: named, statements } = order[migration]!;
  const { sql = '', line = 1 } = statements[position] ?? {};
  return { migration: named.tag, file: named.sqlFile, line, sql };
}

/** Their names, as a list. */
export function tagsOf(side: readonly ReadMigration[]): string {
  return listOf(side.map(({ migration }) => migration.tag));
}

export function firstLine(message: string): string {
  return message.split('\n')[0]!;
}
