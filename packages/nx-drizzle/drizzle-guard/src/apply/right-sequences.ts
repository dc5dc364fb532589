import type { Connection } from '../engines/connection';

/** Never back: numbers that were given once are not given again. */
const RAISE = `DO $drizzle_guard$
DECLARE
  it record;
  highest bigint;
  last bigint;
BEGIN
  FOR it IN
    SELECT s.oid::regclass::text AS sequence, n.nspname, c.relname, a.attname
    FROM pg_class s
      JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
      JOIN pg_class c ON c.oid = d.refobjid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
    WHERE s.relkind = 'S' AND n.nspname !~ '^pg_'
  LOOP
    EXECUTE format('SELECT max(%I) FROM %I.%I', it.attname, it.nspname, it.relname) INTO highest;
    EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM %s', it.sequence) INTO last;
    IF highest > last THEN PERFORM setval(it.sequence, highest); END IF;
  END LOOP;
END
$drizzle_guard$`;

/**
 * Sets the sequences of Postgres behind the greatest number in their column: rows that brought their own numbers left
 * them behind, and the next row would have one that is taken. Nothing is done in other databases.
 */
export async function rightSequences(connection: Connection, dialect: string): Promise<void> {
  if (dialect === 'postgresql') await connection.query(RAISE);
}
