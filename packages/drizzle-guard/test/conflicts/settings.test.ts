import { expect, test } from 'vitest';
import { readAll, ruledAll } from './judged-pair';

// What Postgres keeps of a thing beside its definition, and drizzle has no word for.

const BASE = [
  'CREATE TABLE t (id integer PRIMARY KEY, a text, b text, n integer)',
  'CREATE INDEX t_a ON t (a)',
  'CREATE INDEX t_b ON t (b)',
  'CREATE UNIQUE INDEX t_n ON t (n)',
  'ALTER TABLE t ALTER COLUMN n SET NOT NULL',
  'CREATE TABLE u (id integer PRIMARY KEY, n integer)',
  'CREATE SEQUENCE s',
  'CREATE ROLE reader',
  'CREATE ROLE writer',
  'CREATE VIEW v AS SELECT id FROM t',
  'CREATE PUBLICATION p FOR TABLE u',
];

const PAIRS: Record<string, { a: string[]; b: string[]; is: 'conflict' | 'apart' }> = {
  'the statistics target of a column': {
    a: ['ALTER TABLE t ALTER COLUMN a SET STATISTICS 100'],
    b: ['ALTER TABLE t ALTER COLUMN a SET STATISTICS 500'],
    is: 'conflict',
  },
  'the storage of a column': {
    a: ['ALTER TABLE t ALTER COLUMN a SET STORAGE EXTERNAL'],
    b: ['ALTER TABLE t ALTER COLUMN a SET STORAGE MAIN'],
    is: 'conflict',
  },
  'the compression of a column': {
    a: ['ALTER TABLE t ALTER COLUMN a SET COMPRESSION pglz'],
    b: ['ALTER TABLE t ALTER COLUMN a SET COMPRESSION default'],
    is: 'conflict',
  },
  'settings of two columns': {
    a: ['ALTER TABLE t ALTER COLUMN a SET STATISTICS 100'],
    b: ['ALTER TABLE t ALTER COLUMN b SET STATISTICS 500'],
    is: 'apart',
  },
  'what a table is clustered on': {
    a: ['ALTER TABLE t CLUSTER ON t_a'],
    b: ['ALTER TABLE t CLUSTER ON t_b'],
    is: 'conflict',
  },
  'the index by which rows are told apart in replication': {
    a: ['ALTER TABLE t REPLICA IDENTITY USING INDEX t_n'],
    b: ['ALTER TABLE t REPLICA IDENTITY USING INDEX t_pkey'],
    is: 'conflict',
  },
  'the column that a sequence belongs to': {
    a: ['ALTER SEQUENCE s OWNED BY t.n'],
    b: ['ALTER SEQUENCE s OWNED BY u.n'],
    is: 'conflict',
  },
  'one storage parameter of a table': {
    a: ['ALTER TABLE t SET (fillfactor = 70)'],
    b: ['ALTER TABLE t SET (fillfactor = 90)'],
    is: 'conflict',
  },
  'two storage parameters of a table': {
    a: ['ALTER TABLE t SET (fillfactor = 70)'],
    b: ['ALTER TABLE t SET (autovacuum_enabled = false)'],
    is: 'apart',
  },
  'two parameters of a view': {
    a: ['ALTER VIEW v SET (security_barrier = true)'],
    b: ['ALTER VIEW v SET (security_invoker = true)'],
    is: 'apart',
  },
  'a setting of a role': {
    a: [`ALTER ROLE reader SET statement_timeout = '1s'`],
    b: [`ALTER ROLE reader SET statement_timeout = '2s'`],
    is: 'conflict',
  },
  'two settings of a role': {
    a: [`ALTER ROLE reader SET statement_timeout = '1s'`],
    b: [`ALTER ROLE reader SET lock_timeout = '2s'`],
    is: 'apart',
  },
  'an attribute of a role': {
    a: ['ALTER ROLE reader LOGIN'],
    b: ['ALTER ROLE reader NOLOGIN'],
    is: 'conflict',
  },
  'a role that is given to another and taken away': {
    a: ['GRANT reader TO writer'],
    b: ['REVOKE reader FROM writer'],
    is: 'conflict',
  },
  'roles that are given to others': {
    a: ['CREATE ROLE first', 'GRANT reader TO first'],
    b: ['CREATE ROLE second', 'GRANT reader TO second'],
    is: 'apart',
  },
  'privileges of what is not made yet': {
    a: ['ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader'],
    b: ['ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM reader'],
    is: 'conflict',
  },
  'the tables of a publication': {
    a: ['ALTER PUBLICATION p ADD TABLE t'],
    b: ['ALTER PUBLICATION p SET TABLE u'],
    is: 'conflict',
  },
  'what a publication publishes': {
    a: [`ALTER PUBLICATION p SET (publish = 'insert')`],
    b: [`ALTER PUBLICATION p SET (publish = 'update')`],
    is: 'conflict',
  },
  'two publications': {
    a: ['CREATE PUBLICATION pa FOR TABLE t'],
    b: ['CREATE PUBLICATION pb FOR TABLE t'],
    is: 'apart',
  },
  'an aggregate': {
    a: ['CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer)'],
    b: ['CREATE OR REPLACE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = 5)'],
    is: 'conflict',
  },
};

const names = Object.keys(PAIRS);
const all = Object.values(PAIRS);

test('what is kept of a thing beside its definition is compared, and two settings of one thing are no conflict', async () => {
  const rulings = await ruledAll('postgresql', BASE, all);
  const readings = await readAll('postgresql', BASE, all);
  const told = rulings.map(({ verdict: { kind }, readOtherwise }, at) => [
    names[at],
    kind === 'conflict' ? 'conflict' : kind === 'commute' ? 'apart' : kind,
    readOtherwise,
    readings[at]!.verdict.kind,
  ]);
  expect(told).toEqual(all.map(({ is }, at) => [names[at], is, null, expect.anything()]));
});

test('where what they lead to cannot be looked at, that is said, and laid to none of them', async () => {
  const base = ['CREATE TABLE t (id integer)', 'INSERT INTO t VALUES (1)', 'CREATE ROLE reader'];
  const sides = {
    a: ['GRANT CREATE ON SCHEMA public TO reader', 'SET ROLE reader'],
    b: ['CREATE TABLE u (id integer)'],
  };
  await expect(ruledAll('postgresql', base, [sides])).rejects.toThrow('permission denied for table t');
});
