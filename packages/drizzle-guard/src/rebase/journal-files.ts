import type { JournalHistory } from '../history/history';
import { isMap, type Json } from '../state/json';
import { withItem } from '../text/json-edit';
import { join } from '../text/paths';
import { prefixOf } from '../text/tag';
import type { Placed } from './placed';

/** Where the files of a migration lie under a tag. */
export function journalPlaces(dir: string, tag: string): { sqlFile: string; snapshotFile: string } {
  return {
    sqlFile: join(dir, `${tag}.sql`),
    snapshotFile: join(dir, `meta/${prefixOf(tag)}_snapshot.json`),
  };
}

/**
 * The journal of theirs with mine at its end, each with what its own entry says besides. Nothing else of the text changes.
 * @param theirs the text of the journal
 * @param mine that of the history from which they come
 */
export function journalWith(
  { migrations }: JournalHistory,
  theirs: string,
  mine: string,
  placed: readonly Placed[],
): string {
  const entries = entriesIn(mine);
  const first = (migrations.at(-1)?.index ?? -1) + 1;
  return placed.reduce((text, { migration, tag, timestamp }, at) => {
    const own = entries.get(migration.tag) ?? {};
    return withItem(text, ['entries'], { ...own, idx: first + at, when: timestamp, tag });
  }, theirs);
}

function entriesIn(text: string): Map<string, Json> {
  const { entries } = JSON.parse(text.replace(/^\ufeff/, '')) as { entries: unknown[] };
  return new Map(entries.filter(isMap).map((entry) => [String(entry['tag']), entry]));
}
