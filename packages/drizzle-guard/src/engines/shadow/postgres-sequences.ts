import type { Query } from './postgres-catalog';
import type { CatalogEntry } from './shadow';

const SEQUENCES = `
SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences WHERE schemaname !~ '^pg_' ORDER BY 1`;

interface Sequence {
  name: string;
  value: string;
  /** Whether that number was given out: the next one is another then. */
  called: boolean;
}

/** The view of them tells no value of one that was told where to begin, and has given out no number since. */
async function sequencesIn(query: Query): Promise<Sequence[]> {
  const names = (await query(SEQUENCES)).map(({ name }) => String(name));
  if (names.length === 0) return [];
  const each = names.map(
    (name) => `SELECT ${text(name)} AS name, last_value::text AS value, is_called AS called FROM ${name}`,
  );
  return (await query(each.join('\nUNION ALL '))) as unknown as Sequence[];
}

/** Where they go on from. */
export async function sequenceValues(query: Query): Promise<CatalogEntry[]> {
  return (await sequencesIn(query)).map(({ name, value, called }) => ({
    object: `value of sequence ${name}`,
    of: null,
    definition: called ? `after ${value}` : value,
  }));
}

/** A sequence goes on from where a transaction has left it, also where that was taken back: it is put back after `work`. */
export async function withSequences<T>(query: Query, work: () => Promise<T>): Promise<T> {
  const before = await sequencesIn(query);
  const done = await work();
  if (before.length === 0) return done;
  const values = before.map(({ name, value, called }) => `(${text(name)}, ${value}, ${String(called)})`);
  await query(`SELECT setval(s.name::regclass, s.value, s.called)
    FROM (VALUES ${values.join(', ')}) AS s (name, value, called)`);
  return done;
}

function text(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}
