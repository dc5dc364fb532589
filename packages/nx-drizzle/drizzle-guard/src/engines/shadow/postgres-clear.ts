import { ours } from './postgres-catalog';

/** Takes out tables, views, sequences and enums, and the schemas that are empty then. */
export const CLEAR_POSTGRES = `
DO $clear$
DECLARE
  it record;
BEGIN
  FOR it IN
    SELECT o.oid, CASE o.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
      WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind, n.nspname, o.relname
    FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
    WHERE o.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${ours('pg_class', 'n.nspname')}
    ORDER BY o.relkind = 'S'
  LOOP
    -- What goes with something else is gone by now.
    IF EXISTS (SELECT FROM pg_class c WHERE c.oid = it.oid) THEN
      EXECUTE format('DROP %s %I.%I CASCADE', it.kind, it.nspname, it.relname);
    END IF;
  END LOOP;
  FOR it IN
    SELECT n.nspname, o.typname FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace
    WHERE o.typtype = 'e' AND ${ours('pg_type', 'n.nspname')}
  LOOP
    EXECUTE format('DROP TYPE %I.%I CASCADE', it.nspname, it.typname);
  END LOOP;
  FOR it IN
    SELECT o.nspname FROM pg_namespace o WHERE o.nspname <> 'public' AND ${ours('pg_namespace', 'o.nspname')}
  LOOP
    BEGIN
      EXECUTE format('DROP SCHEMA %I', it.nspname);
    EXCEPTION WHEN dependent_objects_still_exist THEN
      NULL;
    END;
  END LOOP;
END
$clear$`;
