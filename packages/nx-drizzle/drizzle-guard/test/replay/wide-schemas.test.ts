import { isLong, kitOneModules, sampleOf } from 'testkit';
import { expect, test } from 'vitest';
import { edited, grownHistory, inShort, replayed } from './grown-history';

/** Something of everything that a snapshot of Postgres can hold. */
const POSTGRES = `import { sql } from 'drizzle-orm';
import * as p from 'drizzle-orm/pg-core';

export const auth = p.pgSchema('auth');
export const mood = p.pgEnum('mood', ['calm', "it's fine"]);
export const kind = auth.enum('kind', ['person', 'robot']);
export const numbers = p.pgSequence('numbers', { startWith: 100, increment: 5, cache: 10 });
export const admin = p.pgRole('admin_role', { createDb: true });
export const accounts = auth.table('accounts', {
  id: p.uuid('id').primaryKey().defaultRandom(),
  kind: kind('kind').notNull().default('person'),
  kinds: kind('kinds').array(),
  email: p.varchar('email', { length: 120 }).notNull().unique(),
  nick: p.text('nick').unique('nick_once', { nulls: 'not distinct' }),
});
export const things = p.pgTable(
  'things',
  {
    id: p.bigserial('id', { mode: 'number' }).primaryKey(),
    counted: p.integer('counted').generatedByDefaultAsIdentity({ startWith: 10, increment: 2 }),
    mood: mood('mood').default("it's fine"),
    moods: mood('moods').array().default(sql\`'{}'\`),
    tags: p.text('tags').array().default([]),
    price: p.numeric('price', { precision: 10, scale: 2 }).default('1.50'),
    level: p.integer('level').default(-5),
    small: p.smallint('small').default(0),
    ratio: p.doublePrecision('ratio').default(1.5),
    flag: p.boolean('flag').default(true),
    data: p.jsonb('data').default({ a: 1 }),
    list: p.json('list').default([]),
    at: p.timestamp('at', { withTimezone: true }).defaultNow(),
    local: p.timestamp('local', { precision: 3 }).default(sql\`(now() at time zone 'utc')\`),
    day: p.date('day').default('2020-01-01'),
    span: p.interval('span').default('1 day'),
    short: p.char('short', { length: 3 }).default('abc'),
    name: p.varchar('name', { length: 20 }).default('x'),
    title: p.text('title'),
    loud: p.text('loud').generatedAlwaysAs(sql\`title || '!'\`),
    account: p.uuid('account').references(() => accounts.id, { onDelete: 'cascade', onUpdate: 'set null' }),
    parent: p.bigint('parent', { mode: 'number' }).references((): p.AnyPgColumn => things.id),
    address: p.inet('address').default('127.0.0.1'),
  },
  (table) => [
    p.index('things_name').on(table.name.desc().nullsLast(), table.price).where(sql\`\${table.level} > 0\`),
    p.uniqueIndex('things_lower').on(sql\`lower(\${table.name})\`),
    p.index('things_data').using('gin', table.data),
    p.index('things_day').on(table.day).with({ fillfactor: 70 }),
    p.check('level_and_name', sql\`\${table.level} > -10 and \${table.name} in ('x', 'y')\`),
    p.pgPolicy('own', { for: 'select', to: admin, using: sql\`\${table.flag} = true\` }),
  ],
);
export const pairs = p.pgTable(
  'pairs',
  { a: p.integer('a').notNull(), b: p.integer('b').notNull(), c: p.text('c') },
  (table) => [p.primaryKey({ columns: [table.b, table.a] }), p.unique().on(table.a, table.c)],
);
export const flagged = p.pgView('flagged').as((qb) => qb.select({ id: things.id }).from(things).where(sql\`\${things.flag}\`));
export const allPairs = p.pgMaterializedView('all_pairs').as((qb) => qb.select().from(pairs));
`;

/** The same, with other types: what Postgres then prints of defaults and checks has casts that a new column has not. */
const POSTGRES_RETYPED = [
  ["p.varchar('name', { length: 20 })", "p.text('name')"],
  ["p.char('short', { length: 3 })", "p.varchar('short', { length: 9 })"],
  ["p.smallint('small')", "p.bigint('small', { mode: 'number' })"],
  ["p.integer('level').default(-5)", "p.bigint('level', { mode: 'number' }).default(-6).notNull()"],
  [
    "p.numeric('price', { precision: 10, scale: 2 }).default('1.50')",
    "p.doublePrecision('price').default(1.5)",
  ],
  ['"it\'s fine"]', "\"it's fine\", 'wild']"],
  ["['person', 'robot']", "['person', 'machine']"],
].reduce((schema, [from, to]) => schema.replace(from!, to!), POSTGRES);

const SQLITE = `import { sql } from 'drizzle-orm';
import * as s from 'drizzle-orm/sqlite-core';

export const things = s.sqliteTable(
  'things',
  {
    id: s.integer('id').primaryKey({ autoIncrement: true }),
    name: s.text('name', { length: 20 }).notNull().default("it's"),
    at: s.text('at').default(sql\`CURRENT_TIMESTAMP\`),
    since: s.integer('since', { mode: 'timestamp' }).default(sql\`(unixepoch())\`),
    flag: s.integer('flag', { mode: 'boolean' }).default(true),
    ratio: s.real('ratio').default(1.5),
    amount: s.numeric('amount'),
    bytes: s.blob('bytes'),
    data: s.text('data', { mode: 'json' }).default({ x: [1] }),
    code: s.text('code').unique(),
  },
  (table) => [
    s.check('ratio_and_name', sql\`\${table.ratio} > 0 and \${table.name} <> 'x'\`),
    s.index('things_ratio').on(table.ratio).where(sql\`\${table.flag} = 1\`),
  ],
);
export const parts = s.sqliteTable(
  'parts',
  { x: s.integer('x').references(() => things.id, { onDelete: 'set null' }), y: s.text('y').notNull(), z: s.integer('z') },
  (table) => [s.primaryKey({ columns: [table.y, table.x] }), s.unique('once').on(table.y, table.z)],
);
export const made = s.sqliteTable('made', {
  a: s.text('a'),
  loud: s.text('loud').generatedAlwaysAs(sql\`("a" || '!')\`, { mode: 'virtual' }),
});
export const allMade = s.sqliteView('all_made').as((qb) => qb.select().from(made));
`;

/** The same, so that drizzle-kit builds both tables anew under another name. */
const SQLITE_REBUILT = [
  ["s.real('ratio').default(1.5)", "s.real('ratio').notNull().default(2.5)"],
  ["z: s.integer('z')", "z: s.integer('z').default(3)"],
  ['> 0 and', '> 1 and'],
].reduce((schema, [from, to]) => schema.replace(from!, to!), SQLITE);

test.each(
  sampleOf(
    [
      [
        'postgresql in the journal layout',
        'postgresql',
        { start: POSTGRES, retyped: POSTGRES_RETYPED },
        undefined,
      ],
      [
        'postgresql in the folders layout',
        'postgresql',
        { start: POSTGRES, retyped: POSTGRES_RETYPED },
        kitOneModules(),
      ],
      ['sqlite in the journal layout', 'sqlite', { start: SQLITE, rebuilt: SQLITE_REBUILT }, undefined],
      ['sqlite in the folders layout', 'sqlite', { start: SQLITE, rebuilt: SQLITE_REBUILT }, kitOneModules()],
    ],
    3,
  ),
)('%s: no false difference', async (_title, dialect, schemas: Record<string, string>, modules) => {
  const files = await grownHistory(dialect, schemas, modules);
  const run = await replayed(files, { modules });
  expect(run).toMatchObject({ findings: [] });
  expect(run.error).toBeUndefined();
});

test.runIf(isLong)('a true difference in each kind of thing', async () => {
  const files = await grownHistory('postgresql', { start: POSTGRES });
  const run = await replayed(
    edited(files, {
      start: (sql) =>
        [
          ['INCREMENT BY 5', 'INCREMENT BY 6'],
          ["'robot'", "'machine'"],
          ['ON DELETE cascade', 'ON DELETE restrict'],
          ['"flag" = true', '"flag" = false'],
          ["title || '!'", "title || '?'"],
          ['START WITH 10', 'START WITH 11'],
          ["in ('x', 'y')", "in ('x', 'z')"],
          ['DESC NULLS LAST', 'ASC'],
          ['PRIMARY KEY("b","a")', 'PRIMARY KEY("a","b")'],
          ['NULLS NOT DISTINCT', ''],
          ['DEFAULT 1.5', 'DEFAULT 1.25'],
          ['where "things"."flag")', 'where not "things"."flag")'],
        ].reduce((text, [from, to]) => {
          if (!text.includes(from!)) throw new Error(`${from} is not there`);
          return text.replace(from!, to!);
        }, sql),
    }),
  );
  expect(inShort(run)).toMatchInlineSnapshot(`
    [
      [
        "snapshot-mismatch",
        "start",
        "column public.things.loud is \`text, generated (title || '?'::text)\` in the SQL and \`text, generated (title || '!'::text)\` in the snapshot",
        "column public.things.ratio is \`double precision, default 1.25\` in the SQL and \`double precision, default 1.5\` in the snapshot",
        "constraint level_and_name of public.things is \`CHECK (((level > '-10'::integer) AND (name = ANY ARRAY['x', 'z'])))\` in the SQL and \`CHECK (((level > '-10'::integer) AND (name = ANY ARRAY['x', 'y'])))\` in the snapshot",
        "constraint nick_once of auth.accounts is \`UNIQUE (nick)\` in the SQL and \`UNIQUE NULLS NOT DISTINCT (nick)\` in the snapshot",
        "constraint things_account_accounts_id_fk of public.things is \`FOREIGN KEY (account) REFERENCES auth.accounts(id) ON UPDATE SET NULL ON DELETE RESTRICT\` in the SQL and \`FOREIGN KEY (account) REFERENCES auth.accounts(id) ON UPDATE SET NULL ON DELETE CASCADE\` in the snapshot",
        "enum auth.kind is \`'person', 'machine'\` in the SQL and \`'person', 'robot'\` in the snapshot",
        "index public.things_name is \`CREATE INDEX things_name ON public.things USING btree (name, price) WHERE (level > 0)\` in the SQL and \`CREATE INDEX things_name ON public.things USING btree (name DESC NULLS LAST, price) WHERE (level > 0)\` in the snapshot",
        "policy own of public.things is \`permissive, select, to admin_role, using (flag = false)\` in the SQL and \`permissive, select, to admin_role, using (flag = true)\` in the snapshot",
        "primary key of public.pairs is \`PRIMARY KEY (a, b)\` in the SQL and \`PRIMARY KEY (b, a)\` in the snapshot",
        "sequence public.numbers is \`bigint, start 110, increment 6, from 1 to 9223372036854775807, cache 10\` in the SQL and \`bigint, start 100, increment 5, from 1 to 9223372036854775807, cache 10\` in the snapshot",
        "view public.flagged is \`SELECT id FROM public.things WHERE (NOT flag);\` in the SQL and \`SELECT id FROM public.things WHERE flag;\` in the snapshot",
      ],
    ]
  `);
});
