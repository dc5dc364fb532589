/**
 * SQL that takes away all that pg_dump would dump, in the transaction that brings the backup: what came after the backup
 * is to be gone too. Extensions stay with their schemas, since few roles may make them again; so does `public`.
 */
export const EMPTYING = `DO $drizzle_guard$
DECLARE
  drops text[];
  one text;
BEGIN
  SELECT array_agg(sql ORDER BY step) INTO drops FROM (
    SELECT 1 AS step, format('DROP PUBLICATION IF EXISTS %I', pubname) AS sql FROM pg_publication
    UNION ALL
    SELECT 2, format('DROP EVENT TRIGGER IF EXISTS %I', evtname) FROM pg_event_trigger
      WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_event_trigger'::regclass AND objid = pg_event_trigger.oid AND deptype = 'e')
    UNION ALL
    SELECT 3, format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) FROM pg_namespace n
      WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' AND nspname <> ALL (ARRAY['public'])
        AND NOT EXISTS (SELECT FROM pg_extension WHERE extnamespace = n.oid)
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_namespace'::regclass AND objid = n.oid AND deptype = 'e')
    UNION ALL
    SELECT o.step, format('DROP %s IF EXISTS %s CASCADE', upper(i.type), i.identity) FROM (
        SELECT 4 AS step, 'pg_class'::regclass AS class, oid, relnamespace AS namespace FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
        UNION ALL SELECT 5, 'pg_class'::regclass, oid, relnamespace FROM pg_class WHERE relkind = 'S'
        UNION ALL SELECT 6, 'pg_proc'::regclass, oid, pronamespace FROM pg_proc
        UNION ALL SELECT 7, 'pg_operator'::regclass, oid, oprnamespace FROM pg_operator
        UNION ALL SELECT 7, 'pg_opfamily'::regclass, oid, opfnamespace FROM pg_opfamily
        UNION ALL SELECT 8, 'pg_type'::regclass, oid, typnamespace FROM pg_type
          WHERE typtype IN ('e', 'd', 'r') OR typtype = 'b' AND typcategory <> 'A'
             OR typtype = 'c' AND EXISTS (SELECT FROM pg_class WHERE oid = typrelid AND relkind = 'c')
        UNION ALL SELECT 9, 'pg_collation'::regclass, oid, collnamespace FROM pg_collation
        UNION ALL SELECT 9, 'pg_ts_config'::regclass, oid, cfgnamespace FROM pg_ts_config
        UNION ALL SELECT 10, 'pg_ts_dict'::regclass, oid, dictnamespace FROM pg_ts_dict
      ) o JOIN pg_namespace n ON n.oid = o.namespace,
      LATERAL pg_identify_object(o.class, o.oid, 0) i
      WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
        AND (nspname = 'public' OR EXISTS (SELECT FROM pg_extension WHERE extnamespace = n.oid)
          OR EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_namespace'::regclass AND objid = n.oid AND deptype = 'e'))
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = o.class AND objid = o.oid AND deptype IN ('e', 'i'))
  ) all_of_it;
  FOREACH one IN ARRAY coalesce(drops, '{}') LOOP EXECUTE one; END LOOP;
  PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;
END
$drizzle_guard$;
`;

/** The schemas that `EMPTYING` leaves where they are. */
export const KEPT_SCHEMAS = `SELECT nspname::text AS name FROM pg_namespace n
  WHERE EXISTS (SELECT FROM pg_extension WHERE extnamespace = n.oid)
     OR EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_namespace'::regclass AND objid = n.oid AND deptype = 'e')`;

/**
 * The entries of an archive that are restored, as pg_restore lists and takes them: not the schemas that are there still,
 * and not the comments on extensions, which their owner alone may write.
 */
export function entriesToRestore(list: string, keptSchemas: readonly string[]): string {
  return list
    .split('\n')
    .map((line) => {
      const [, name] = /^\d+; \d+ \d+ SCHEMA - (.*) \S+$/.exec(line) ?? [];
      const isLeft =
        (name !== undefined && keptSchemas.includes(name)) || /^\d+; \d+ \d+ COMMENT - EXTENSION /.test(line);
      return isLeft ? `;${line}` : line;
    })
    .join('\n');
}

/** Settings that servers know since this major version; a newer pg_restore writes them for every server. */
const SETTINGS: Readonly<Record<string, number>> = { transaction_timeout: 17 };

/** The first lines that pg_restore writes, without its BEGIN (there is one already) and for a server of this version. */
export function beginningFor(text: string, serverMajor: number): string {
  return text
    .replace(/^BEGIN;\n/m, '')
    .replaceAll(/^SET (\w+) = [^\n]*;\n/gm, (line, name: string) =>
      serverMajor < (SETTINGS[name] ?? 0) ? '' : line,
    );
}
