import { ours, sorted } from './postgres-catalog';

// What is set of a thing by itself (Postgres 13 to 18). Lists are sorted: in which order settings were made is no difference.

/** The first id of what is not Postgres' own (`FirstNormalObjectId`): asked first, it spares thousands of rows. */
const OWN = 16384;

/** A row of a catalog under the names of its columns, whichever this version has. */
const whole = (row: string, ...without: string[]) =>
  `(${[`to_jsonb(${row})`, ...without.map((name) => `'${name}'`)].join(' - ')})::text`;

/** Of columns that have some. @param compression of a column, which Postgres 13 does not know */
const ofColumns = (compression: string) => `
SELECT 'settings of column ' || n.nspname || '.' || o.relname || '.' || a.attname AS object, NULL AS of,
  concat_ws(', ', 'statistics ' || a.attstattarget, 'storage ' || a.attstorage::text, 'compression ' || ${compression},
    ${sorted('a.attoptions')}) AS definition
FROM (SELECT a.* FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid >= ${OWN} AND a.attnum > 0 AND (a.attstorage <> t.typstorage
      OR COALESCE(a.attstattarget, -1) <> -1 OR ${compression} <> '' OR a.attoptions IS NOT NULL) OFFSET 0) a
  JOIN pg_class o ON o.oid = a.attrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('r', 'p', 'm') AND ${ours('pg_class', 'n.nspname')}`;

const OF_TABLES = `
SELECT 'role of index ' || n.nspname || '.' || o.relname, NULL,
  concat(CASE WHEN i.indisclustered THEN 'clustered ' END, CASE WHEN i.indisreplident THEN 'replica identity' END)
FROM pg_index i JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE i.indexrelid >= ${OWN} AND (i.indisclustered OR i.indisreplident) AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'owner of sequence ' || n.nspname || '.' || o.relname, NULL, d.refobjid::regclass || '.' || a.attname
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
  JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = o.oid AND d.refclassid = 'pg_class'::regclass
    AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE o.relkind = 'S' AND ${ours('pg_class', 'n.nspname')}`;

/** Roles are the server's; what a branch makes of them is undone with the rest. */
const OF_ROLES = `
SELECT 'role ' || o.rolname, NULL, ${whole('o', 'oid', 'rolpassword', 'rolconfig')} FROM pg_roles o
WHERE o.rolname !~ '^pg_'
UNION ALL
SELECT 'member ' || m.member::regrole || ' of ' || m.roleid::regrole, NULL, m.admin_option::text
FROM pg_auth_members m WHERE m.member >= ${OWN}
UNION ALL
SELECT 'settings of role ' || COALESCE(r.rolname, '') || ' in ' || COALESCE(d.datname, 'all databases'), NULL,
  ${sorted('s.setconfig')}
FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
WHERE d.datname IS NULL OR d.datname = current_database()
UNION ALL
SELECT concat('default privileges of ', a.defaclrole::regrole, ' in ', n.nspname, ' on ', a.defaclobjtype::text), NULL,
  ${sorted('a.defaclacl::text[]')}
FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace`;

const OTHERS = `
SELECT 'publication ' || p.pubname, NULL, concat(${whole('p', 'oid', 'pubname', 'pubowner')}, ': ',
  (SELECT string_agg(r.prrelid::regclass::text, ', ' ORDER BY r.prrelid::regclass::text)
   FROM pg_publication_rel r WHERE r.prpubid = p.oid))
FROM pg_publication p
UNION ALL
SELECT 'event trigger ' || e.evtname, NULL, concat(e.evtevent, ' ', e.evtfoid::regproc, ' ', e.evtenabled, ' ', e.evttags)
FROM pg_event_trigger e
UNION ALL
SELECT 'aggregate ' || o.oid::regprocedure, NULL, ${whole('a', 'aggfnoid')}
FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace JOIN pg_aggregate a ON a.aggfnoid = o.oid
WHERE o.oid >= ${OWN} AND ${ours('pg_proc', 'n.nspname')}
UNION ALL
SELECT 'range ' || n.nspname || '.' || o.typname, NULL, r.rngsubtype::regtype::text
FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace JOIN pg_range r ON r.rngtypid = o.oid
WHERE o.oid >= ${OWN} AND ${ours('pg_type', 'n.nspname')}
UNION ALL
SELECT 'collation ' || n.nspname || '.' || o.collname, NULL, ${whole('o', 'oid', 'collname', 'collnamespace', 'collowner')}
FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE o.oid >= ${OWN} AND ${ours('pg_collation', 'n.nspname')}
UNION ALL
SELECT 'operator ' || o.oid::regoperator, NULL, o.oprcode::text
FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid >= ${OWN} AND ${ours('pg_operator', 'n.nspname')}
UNION ALL
SELECT 'cast ' || c.castsource::regtype || ' as ' || c.casttarget::regtype, NULL,
  concat(c.castfunc::regprocedure, ' ', c.castcontext, ' ', c.castmethod)
FROM pg_cast c WHERE c.oid >= ${OWN}
UNION ALL
SELECT 'server ' || s.srvname, NULL, ${sorted('s.srvoptions')} FROM pg_foreign_server s
UNION ALL
SELECT 'foreign table ' || t.ftrelid::regclass, NULL, ${sorted('t.ftoptions')} FROM pg_foreign_table t`;

/** As one question, of which each row has `object`, `of` and `definition`. @param major of the server */
export function settingsIn(major: number): string {
  const columns = ofColumns(major < 14 ? "''" : 'a.attcompression::text');
  return [columns, OF_TABLES, OF_ROLES, OTHERS].join('\nUNION ALL');
}
