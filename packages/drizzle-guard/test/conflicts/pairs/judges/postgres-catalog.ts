// All that the judge compares of Postgres, as (what, definition). Its own queries: the product's reader of catalogs is
// among what is measured with it. Left out: the order of columns, oids, names of NOT NULL constraints, where sequences are.

const SCHEMAS = `n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;

const RELATIONS = `
  SELECT format('relation %s.%s', n.nspname, c.relname),
    concat_ws(' ', c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relispopulated,
      c.reloptions::text, am.amname, array(SELECT a::text FROM unnest(c.relacl) a ORDER BY 1)::text,
      (SELECT array_agg(i.inhparent::regclass::text ORDER BY 1) FROM pg_inherits i WHERE i.inhrelid = c.oid)::text)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am am ON am.oid = c.relam
  WHERE ${SCHEMAS} AND c.relkind NOT IN ('i', 'I', 't')`;

const COLUMNS = `
  SELECT format('column %s.%s.%s', n.nspname, c.relname, a.attname),
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, format('identity:%s generated:%s', a.attidentity, a.attgenerated),
      (SELECT collname FROM pg_collation l WHERE l.oid = a.attcollation AND l.oid <> 100),
      'default ' || pg_get_expr(d.adbin, d.adrelid), array(SELECT x::text FROM unnest(a.attacl) x ORDER BY 1)::text)
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE ${SCHEMAS} AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped`;

const CONSTRAINTS = `
  SELECT format('constraint %s.%s.%s', n.nspname, concat(nullif(k.conrelid, 0)::regclass, nullif(k.contypid, 0)::regtype), k.conname),
    concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable, k.condeferred)
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
  WHERE ${SCHEMAS} AND k.contype NOT IN ('n', 't')`;

const INDEXES = `
  SELECT format('index %s.%s', n.nspname, c.relname),
    concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisunique, i.indisprimary, i.indisclustered, i.indisreplident)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${SCHEMAS}`;

const TYPES = `
  SELECT format('type %s.%s', n.nspname, t.typname),
    concat_ws(' ', t.typtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault,
      array(SELECT x::text FROM unnest(t.typacl) x ORDER BY 1)::text,
      (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE ${SCHEMAS} AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')`;

const VIEWS = `
  SELECT format('view %s.%s', n.nspname, c.relname), pg_get_viewdef(c.oid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${SCHEMAS} AND c.relkind IN ('v', 'm')`;

const POLICIES = `
  SELECT format('policy %s.%s.%s', p.schemaname, p.tablename, p.policyname),
    concat_ws(' ', p.permissive, p.roles::text, p.cmd, 'using ' || p.qual, 'check ' || p.with_check) FROM pg_policies p`;

const TRIGGERS = `
  SELECT format('trigger %s.%s', t.tgrelid::regclass, t.tgname), concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
  FROM pg_trigger t WHERE NOT t.tgisinternal`;

const FUNCTIONS = `
  SELECT format('function %s.%s(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
    concat_ws(' ', CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END,
      array(SELECT x::text FROM unnest(p.proacl) x ORDER BY 1)::text)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${SCHEMAS}`;

const SEQUENCES = `
  SELECT format('sequence %s', s.seqrelid::regclass),
    concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache, s.seqcycle,
      (SELECT format('owned %s.%s', d.refobjid::regclass, a.attname) FROM pg_depend d
        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.deptype IN ('a', 'i')
          AND d.refclassid = 'pg_class'::regclass))
  FROM pg_sequence s`;

const OTHERS = `
  SELECT format('schema %s', n.nspname), array(SELECT x::text FROM unnest(n.nspacl) x ORDER BY 1)::text
  FROM pg_namespace n WHERE ${SCHEMAS}
  UNION ALL SELECT format('extension %s', e.extname), e.extversion FROM pg_extension e
  UNION ALL SELECT format('comment on %s', (pg_identify_object(d.classoid, d.objoid, d.objsubid)).identity), d.description
    FROM pg_description d WHERE (pg_identify_object(d.classoid, d.objoid, d.objsubid)).identity IS NOT NULL
      AND d.objoid >= 16384
  UNION ALL SELECT format('default privileges %s %s', a.defaclnamespace::regnamespace, a.defaclobjtype), a.defaclacl::text
    FROM pg_default_acl a
  UNION ALL SELECT format('event trigger %s', v.evtname), v.evtevent FROM pg_event_trigger v
  UNION ALL SELECT format('rule %s.%s.%s', r.schemaname, r.tablename, r.rulename), r.definition FROM pg_rules r
    WHERE r.schemaname NOT IN ('pg_catalog', 'information_schema')`;

export const CATALOG_QUERY = [
  ...[
    RELATIONS,
    COLUMNS,
    CONSTRAINTS,
    INDEXES,
    TYPES,
    VIEWS,
    POLICIES,
    TRIGGERS,
    FUNCTIONS,
    SEQUENCES,
    OTHERS,
  ],
].join('\n  UNION ALL');

/** Tables and materialized views: those that hold rows. */
export const WITH_ROWS_QUERY = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${SCHEMAS} AND c.relkind IN ('r', 'm', 'p') AND c.relispopulated ORDER BY 1`;
