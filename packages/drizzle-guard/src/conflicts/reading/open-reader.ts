import { loadPostgresParser } from '../../sql/postgres-parser';
import { effectsIn } from './postgres/read-statement';
import type { Reader } from './read-side';

/** What reads the SQL of a dialect; null where nothing does. */
export async function openReader(dialect: string): Promise<Reader | null> {
  if (dialect !== 'postgresql') return null;
  const parser = await loadPostgresParser();
  return (sql, known) => effectsIn(sql, known, parser);
}
