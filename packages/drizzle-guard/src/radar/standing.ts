import type { History, JournalHistory, Migration } from '../history/history';
import { lateBeside } from '../history/late';
import { numberOf } from '../text/tag';

/** What of a history has not landed, in its order. */
export interface Unlanded {
  history: History;
  migrations: readonly Migration[];
}

/** Numbers that both have given to a migration, as they are written; in the folders layout there are none. */
export function sameNumbers(one: Unlanded, other: Unlanded): string[] {
  if (one.history.layout !== 'journal' || other.history.layout !== 'journal') return [];
  const [mine, theirs] = [numbered(one, one.history), numbered(other, other.history)];
  return mine
    .filter(({ index, number }) =>
      theirs.some((their) => their.index === index || (number !== null && their.number === number)),
    )
    .map(({ prefix }) => prefix);
}

function numbered({ migrations }: Unlanded, history: JournalHistory) {
  const own = new Set(migrations.map(({ tag }) => tag));
  return history.migrations
    .filter(({ tag }) => own.has(tag))
    .map(({ index, prefix, tag }) => ({ index, prefix, number: numberOf(tag) }));
}

/** Tags of what comes late where the other has landed before it. */
export function lateAfter(one: Unlanded, first: Unlanded): string[] {
  const landed = { ...first.history, migrations: [...first.migrations] } as History;
  return lateBeside(one.migrations, one.history, landed).map(({ tag }) => tag);
}
