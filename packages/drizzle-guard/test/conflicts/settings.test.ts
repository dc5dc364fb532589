import { hasPostgres, postgresUrl } from 'testkit';
import { expect, test } from 'vitest';
import { shadowServer } from '../../src/engines/shadow/server';
import { hasMysql, SERVER } from '../engines/mysql/fixtures';
import { ruledAll } from './judged-pair';

// What a database keeps of a thing beside its definition, and drizzle has no word for.

const MYSQL = shadowServer(`mysql://${SERVER.user}@${SERVER.host}:${SERVER.port}`, 'SHADOW_URL', {});
const POSTGRES = hasPostgres() ? shadowServer(postgresUrl('postgres'), 'SHADOW_URL', {}) : null;
const isMysqlThere = await hasMysql();

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

type Pairs = Record<string, { a: string[]; b: string[]; is: 'conflict' | 'apart' }>;

const PAIRS: Pairs = {
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

/** What is told of each: that the text tells otherwise is a fault of ours. */
async function told(
  dialect: string,
  base: readonly string[],
  pairs: Pairs,
  server: typeof MYSQL | null = null,
): Promise<unknown[]> {
  const rulings = await ruledAll(dialect, base, Object.values(pairs), server);
  return Object.keys(pairs).map((name, at) => {
    const { verdict, readOtherwise } = rulings[at]!;
    return [name, verdict.kind === 'commute' ? 'apart' : verdict.kind, readOtherwise];
  });
}

const expected = (pairs: Pairs) => Object.entries(pairs).map(([name, { is }]) => [name, is, null]);

test('what is kept of a thing beside its definition is compared, and two settings of one thing are no conflict', async () => {
  expect(await told('postgresql', BASE, PAIRS)).toEqual(expected(PAIRS));
});

test.runIf(hasPostgres())('so they are on a server, whose roles are not its databases’', async () => {
  const isOfRoles = (sql: string) => /role|reader/i.test(sql);
  const pairs = Object.fromEntries(
    Object.entries(PAIRS).filter(([, { a, b }]) => ![...a, ...b].some(isOfRoles)),
  );
  const base = BASE.filter((sql) => !isOfRoles(sql));
  expect(Object.keys(pairs).length).toBeGreaterThan(10);
  expect(await told('postgresql', base, pairs, POSTGRES)).toEqual(expected(pairs));
});

const MYSQL_BASE = [
  'CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b varchar(20))',
  'CREATE TABLE log (id int)',
];

const MYSQL_PAIRS: Pairs = {
  'what is said of a table': {
    a: [`ALTER TABLE t COMMENT = 'one'`],
    b: [`ALTER TABLE t COMMENT = 'two'`],
    is: 'conflict',
  },
  'what is said of a column': {
    a: [`ALTER TABLE t MODIFY a varchar(20) COMMENT 'one'`],
    b: [`ALTER TABLE t MODIFY a varchar(20) COMMENT 'two'`],
    is: 'conflict',
  },
  'what is said of two columns': {
    a: [`ALTER TABLE t MODIFY a varchar(20) COMMENT 'one'`],
    b: [`ALTER TABLE t MODIFY b varchar(20) COMMENT 'two'`],
    is: 'apart',
  },
  'how the rows of a table are written': {
    a: ['ALTER TABLE t ROW_FORMAT = COMPACT'],
    b: ['ALTER TABLE t ROW_FORMAT = REDUNDANT'],
    is: 'conflict',
  },
  'the character set that a new column of a table has': {
    a: ['ALTER TABLE t DEFAULT CHARACTER SET latin1'],
    b: ['ALTER TABLE t DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'],
    is: 'conflict',
  },
  'which of two triggers is first': {
    a: ['CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW INSERT INTO log VALUES (1)'],
    b: ['CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW INSERT INTO log VALUES (2)'],
    is: 'conflict',
  },
  'an event': {
    a: ['CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM log'],
    b: ['CREATE EVENT IF NOT EXISTS e ON SCHEDULE EVERY 2 DAY DO DELETE FROM log'],
    is: 'conflict',
  },
};

test.runIf(isMysqlThere)('so they are in MySQL, on a server', async () => {
  expect(await told('mysql', MYSQL_BASE, MYSQL_PAIRS, MYSQL)).toEqual(expected(MYSQL_PAIRS));
});

test('and the numbers that SQLite keeps for an application', async () => {
  const numbers: Pairs = {
    'one number': { a: ['PRAGMA user_version = 3'], b: ['PRAGMA user_version = 4'], is: 'conflict' },
    'two numbers': { a: ['PRAGMA user_version = 3'], b: ['PRAGMA application_id = 4'], is: 'apart' },
  };
  expect(await told('sqlite', ['CREATE TABLE t (id integer)'], numbers)).toEqual(expected(numbers));
});

test('where what they lead to cannot be looked at, that is said, and laid to none of them', async () => {
  const base = ['CREATE TABLE t (id integer)', 'INSERT INTO t VALUES (1)', 'CREATE ROLE reader'];
  const sides = {
    a: ['GRANT CREATE ON SCHEMA public TO reader', 'SET ROLE reader'],
    b: ['CREATE TABLE u (id integer)'],
  };
  await expect(ruledAll('postgresql', base, [sides])).rejects.toThrow('permission denied for table t');
});
