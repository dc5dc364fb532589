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
  const added = placed.map(({ migration, tag, timestamp }, at) => {
    const own = entries.get(migration.tag) ?? {};
    return { ...own, idx: first + at, when: timestamp, tag };
  });
  return (
    addedAsWritten(theirs, added) ?? added.reduce((text, one) => withItem(text, ['entries'], one), theirs)
  );
}

/** The same for a text that is as drizzle-kit writes it, byte for byte, for which no tree is made; null for any other. */
function addedAsWritten(text: string, added: readonly Json[]): string | null {
  if (text.startsWith('\ufeff')) return null;
  const journal = JSON.parse(text) as { entries: unknown };
  const plain = JSON.stringify(journal, null, 2);
  const { entries } = journal;
  if (text.trimEnd() !== plain || !Array.isArray(entries) || entries.length === 0) return null;
  return JSON.stringify({ ...journal, entries: [...entries, ...added] }, null, 2) + text.slice(plain.length);
}

function entriesIn(text: string): Map<string, Json> {
  const { entries } = JSON.parse(text.replace(/^\ufeff/, '')) as { entries: unknown[] };
  return new Map(entries.filter(isMap).map((entry) => [String(entry['tag']), entry]));
}
