import { ours, sorted, type Query } from './postgres-catalog';
import { settingsIn } from './postgres-settings';
import { rowsIn, type TableRows } from './table-rows';
import type { CatalogEntry } from './shadow';

/** "table public.orders", "column public.orders.note": as Postgres itself names what a row of its catalogs is about. */
const named = (catalog: string, id: string, part = '0') =>
  `(pg_identify_object('${catalog}'::regclass, ${id}, ${part})).type || ' ' ||
   (pg_identify_object('${catalog}'::regclass, ${id}, ${part})).identity`;

const COMMENTS = `
SELECT 'comment on ' || (pg_identify_object(d.classoid, d.objoid, d.objsubid)).type || ' ' ||
    (pg_identify_object(d.classoid, d.objoid, d.objsubid)).identity AS object,
  NULL AS of, d.description AS definition
FROM pg_description d
WHERE d.objoid >= 16384`;

/** The owner has all of them, whether they are written down or not. */
const granted = (acl: string, owner: string) => `
  (SELECT string_agg(concat(COALESCE(r.rolname, 'public'), ' ', x.privilege_type, CASE WHEN x.is_grantable THEN '*' END),
    ', ' ORDER BY r.rolname, x.privilege_type)
   FROM aclexplode(${acl}) x LEFT JOIN pg_roles r ON r.oid = x.grantee WHERE x.grantee <> ${owner})`;

const PRIVILEGES = `
SELECT 'privileges on ' || ${named('pg_class', 'o.oid')} AS object, NULL AS of,
  concat('of ', o.relowner::regrole, ': ', ${granted('o.relacl', 'o.relowner')}) AS definition
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'privileges on ' || ${named('pg_class', 'o.oid', 'a.attnum')}, NULL, ${granted('a.attacl', 'o.relowner')}
FROM pg_attribute a JOIN pg_class o ON o.oid = a.attrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'privileges on schema ' || o.nspname, NULL,
  concat('of ', o.nspowner::regrole, ': ', ${granted('o.nspacl', 'o.nspowner')})
FROM pg_namespace o WHERE ${ours('pg_namespace', 'o.nspname')}
UNION ALL
SELECT 'privileges on function ' || o.oid::regprocedure, NULL,
  concat('of ', o.proowner::regrole, ': ', ${granted(`COALESCE(o.proacl, acldefault('f', o.proowner))`, 'o.proowner')})
FROM pg_proc o JOIN pg_namespace n ON n.oid = o.pronamespace WHERE ${ours('pg_proc', 'n.nspname')}`;

/** Everybody may use a type until that is taken back. */
const OF_TYPES = `
SELECT 'privileges on type ' || n.nspname || '.' || o.typname AS object, NULL AS of,
  concat('of ', o.typowner::regrole, ': ', ${granted(`COALESCE(o.typacl, acldefault('T', o.typowner))`, 'o.typowner')}) AS definition
FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace LEFT JOIN pg_class c ON c.oid = o.typrelid
WHERE (o.typtype IN ('e', 'd', 'r') OR c.relkind = 'c') AND ${ours('pg_type', 'n.nspname')}`;

/** A partition may have what its table has not, and a view defaults of its own. What comes from a table is told of that. */
const OF_PARTITIONS = `
SELECT 'column ' || n.nspname || '.' || o.relname || '.' || a.attname AS object, NULL AS of,
  concat_ws(', ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
    'default ' || pg_get_expr(d.adbin, d.adrelid)) AS definition
FROM pg_attribute a JOIN pg_class o ON o.oid = a.attrelid JOIN pg_namespace n ON n.oid = o.relnamespace
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE (o.relispartition AND o.relkind IN ('r', 'p') OR o.relkind = 'v' AND d.oid IS NOT NULL)
  AND a.attnum > 0 AND NOT a.attisdropped AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'constraint ' || c.conname || ' of ' || n.nspname || '.' || o.relname, NULL, pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class o ON o.oid = c.conrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relispartition AND c.contype IN ('p', 'u', 'f', 'c', 'x') AND c.conparentid = 0 AND c.coninhcount = 0
  AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'index ' || n.nspname || '.' || o.relname, NULL, pg_get_indexdef(o.oid)
FROM pg_index i JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_namespace n ON n.oid = o.relnamespace
  JOIN pg_class r ON r.oid = i.indrelid
WHERE r.relispartition AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = o.oid)
  AND ${ours('pg_class', 'n.nspname')}`;

/** What else hangs on tables, and kinds of types that drizzle has no word for. */
const OTHERS = `
SELECT 'row security of ' || n.nspname || '.' || o.relname AS object, NULL AS of,
  concat(CASE WHEN o.relrowsecurity THEN 'on ' END, CASE WHEN o.relforcerowsecurity THEN 'forced ' END,
    CASE o.relpersistence WHEN 'u' THEN 'unlogged ' END, CASE o.relreplident WHEN 'd' THEN '' ELSE o.relreplident::text END,
    ${sorted('o.reloptions')}) AS definition
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('r', 'p') AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'partition ' || n.nspname || '.' || o.relname, NULL,
  concat(i.inhparent::regclass, ' ', pg_get_expr(o.relpartbound, o.oid))
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace JOIN pg_inherits i ON i.inhrelid = o.oid
WHERE o.relkind IN ('r', 'p') AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'index ' || n.nspname || '.' || o.relname, NULL, pg_get_indexdef(o.oid)
FROM pg_index i JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_namespace n ON n.oid = o.relnamespace
  JOIN pg_class r ON r.oid = i.indrelid
WHERE r.relkind = 'm' AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'rule ' || r.rulename || ' of ' || n.nspname || '.' || o.relname, NULL, pg_get_ruledef(r.oid)
FROM pg_rewrite r JOIN pg_class o ON o.oid = r.ev_class JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE r.rulename <> '_RETURN' AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'trigger state ' || t.tgname || ' of ' || n.nspname || '.' || o.relname, NULL, t.tgenabled::text
FROM pg_trigger t JOIN pg_class o ON o.oid = t.tgrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE NOT t.tgisinternal AND t.tgenabled <> 'O' AND ${ours('pg_class', 'n.nspname')}
UNION ALL
SELECT 'statistics ' || n.nspname || '.' || o.stxname, NULL, pg_get_statisticsobjdef(o.oid)
FROM pg_statistic_ext o JOIN pg_namespace n ON n.oid = o.stxnamespace WHERE ${ours('pg_statistic_ext', 'n.nspname')}
UNION ALL
SELECT 'type ' || n.nspname || '.' || o.typname, NULL,
  (SELECT string_agg(concat(a.attname, ' ', format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
   FROM pg_attribute a WHERE a.attrelid = o.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace JOIN pg_class c ON c.oid = o.typrelid
WHERE o.typtype = 'c' AND c.relkind = 'c' AND ${ours('pg_type', 'n.nspname')}
UNION ALL
SELECT 'not validated ' || c.conname || ' of ' || c.conrelid::regclass, NULL, ''
FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
WHERE NOT c.convalidated AND c.conrelid <> 0 AND n.nspname !~ '^pg_'
UNION ALL
SELECT 'name of primary key of ' || n.nspname || '.' || o.relname, NULL, c.conname
FROM pg_constraint c JOIN pg_class o ON o.oid = c.conrelid JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE c.contype = 'p' AND NOT o.relispartition AND ${ours('pg_class', 'n.nspname')}`;

/**
 * What `postgresCatalog` leaves out because no snapshot knows it.
 * @param query with the settings of `printSettings`
 * @param settingsOf the major version of the server, where settings are asked for too
 */
export async function postgresBeside(query: Query, settingsOf: number | null): Promise<CatalogEntry[]> {
  const settings = settingsOf === null ? [] : [settingsIn(settingsOf)];
  const rows = await query(
    [COMMENTS, PRIVILEGES, OF_TYPES, OF_PARTITIONS, OTHERS, ...settings].join('\nUNION ALL'),
  );
  return rows.map(({ object, of, definition }) => ({
    object: String(object),
    of: of === null ? null : String(of),
    definition: String(definition ?? ''),
  }));
}

const HOLDERS = `
SELECT format('%I.%I', n.nspname, o.relname) AS sql, n.nspname || '.' || o.relname AS name
FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
WHERE o.relkind IN ('r', 'm') AND o.relispopulated AND ${ours('pg_class', 'n.nspname')} ORDER BY 2`;

/** How many are read by one question: most of them hold nothing, and a server may be far away. */
const TOGETHER = 100;

/** What all tables and materialized views hold. */
export async function postgresRows(query: Query): Promise<TableRows[]> {
  const holders = await query(HOLDERS);
  const held = holders.map((): Record<string, unknown>[] => []);
  for (let from = 0; from < holders.length; from += TOGETHER) {
    const parts = holders
      .slice(from, from + TOGETHER)
      .map(({ sql }, at) => `SELECT ${from + at} AS holder, to_jsonb(t)::text AS row FROM ${String(sql)} t`);
    for (const { holder, row } of await query(parts.join('\nUNION ALL ')))
      held[Number(holder)]!.push(JSON.parse(String(row)) as Record<string, unknown>);
  }
  return holders.map(({ name }, at) => rowsIn(String(name), held[at]!));
}
