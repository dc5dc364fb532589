import type { Query } from './postgres-catalog';

const SEQUENCES = `
SELECT format('%I.%I', schemaname, sequencename) AS name, COALESCE(last_value, start_value)::text AS value,
  last_value IS NOT NULL AS called FROM pg_sequences WHERE schemaname !~ '^pg_'`;

/** A sequence goes on from where a transaction has left it, also where that was taken back: it is put back after `work`. */
export async function withSequences<T>(query: Query, work: () => Promise<T>): Promise<T> {
  const before = await query(SEQUENCES);
  const done = await work();
  if (before.length === 0) return done;
  const values = before.map(
    ({ name, value, called }) =>
      `('${String(name).replaceAll("'", "''")}', ${String(value)}, ${called ? 'true' : 'false'})`,
  );
  await query(`SELECT setval(s.name::regclass, s.value, s.called)
    FROM (VALUES ${values.join(', ')}) AS s (name, value, called)`);
  return done;
}
