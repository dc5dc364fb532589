import { createConnection } from 'mysql2/promise';
import { sampleOf } from 'testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { liveCatalog, type LiveCatalog } from '../../../src/engines/live-catalog';
import { liveDifferences } from '../../../src/replay/live-differences';
import { hasMysql, SERVER, withDatabase } from './fixtures';

const LEDGER = { schema: 'drizzle', table: '__drizzle_migrations' };

/** What a database holds after these statements. */
async function holding(database: string, statements: readonly string[]): Promise<LiveCatalog> {
  const connection = await createConnection({ ...SERVER, database });
  try {
    for (const statement of statements) await connection.query(statement);
    const query = async (text: string) => (await connection.query(text))[0] as Record<string, unknown>[];
    return await liveCatalog({ query }, 'mysql', LEDGER);
  } finally {
    await connection.end();
  }
}

const differences = (live: LiveCatalog, given: LiveCatalog) =>
  liveDifferences(live, given, new Set()).map(({ words }) => words);

const TABLES = [
  `CREATE TABLE people (
     id int AUTO_INCREMENT PRIMARY KEY, big bigint unsigned NOT NULL DEFAULT 0, name varchar(40) NOT NULL DEFAULT 'it''s',
     label text, data json DEFAULT ('{}'), amount decimal(10, 2) DEFAULT '0.00', negative int DEFAULT -5,
     active boolean NOT NULL DEFAULT true, kind enum('a', 'b') DEFAULT 'a', at timestamp NOT NULL DEFAULT (now()),
     seen datetime(3) DEFAULT CURRENT_TIMESTAMP(3), touched timestamp NULL DEFAULT now() ON UPDATE CURRENT_TIMESTAMP,
     uid varchar(36) DEFAULT (uuid()), total int GENERATED ALWAYS AS (negative + 1) VIRTUAL,
     stored int GENERATED ALWAYS AS (negative * 2) STORED, code char(3) COLLATE utf8mb4_bin,
     CONSTRAINT positive CHECK (big >= 0), CHECK (negative < 100),
     CONSTRAINT people_name_unique UNIQUE (name), INDEX by_label (label(10), big DESC))`,
  `CREATE TABLE posts (
     id int NOT NULL, author int, slug varchar(20), PRIMARY KEY (id, slug),
     CONSTRAINT posts_author_people_id_fk FOREIGN KEY (author) REFERENCES people(id) ON DELETE cascade ON UPDATE no action)`,
  `CREATE TABLE parts (id int) ENGINE = MyISAM PARTITION BY HASH (id) PARTITIONS 3`,
  `CREATE ALGORITHM = undefined SQL SECURITY invoker VIEW authors AS SELECT p.id, a.slug FROM people p JOIN posts a ON a.author = p.id`,
  `CREATE TRIGGER on_people BEFORE INSERT ON people FOR EACH ROW SET NEW.big = 1`,
  `CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC RETURN n * 2`,
  `CREATE PROCEDURE nothing(IN n int, OUT m text) BEGIN SET m = 'x'; END`,
];

describe.runIf(await hasMysql())('the catalog of MySQL', () => {
  let given: LiveCatalog;

  beforeAll(async () => {
    given = await withDatabase((database) => holding(database, TABLES));
  });

  test('two databases of other names that hold the same', async () => {
    await withDatabase(async (database) => {
      const live = await holding(database, [...TABLES, 'CREATE TABLE __drizzle_migrations (id int)']);
      expect(live.server).toMatch(/^(MariaDB|MySQL) \d+\.\d+$/);
      expect(live.entries.map(({ object }) => object)).toEqual(expect.arrayContaining(OBJECTS));
      expect(differences(live, given)).toEqual([]);
    });
  });

  test('the same in other words, and by another way', () =>
    withDatabase(async (database) => {
      const live = await holding(database, [
        ...TABLES,
        'ALTER TABLE people MODIFY id int(11) AUTO_INCREMENT, MODIFY big bigint(20) unsigned NOT NULL DEFAULT 0',
        'ALTER TABLE people MODIFY at timestamp NOT NULL DEFAULT current_timestamp()',
        'ALTER TABLE people DROP INDEX by_label, DROP COLUMN label, ADD COLUMN label text FIRST, ADD INDEX by_label (label(10), big DESC)',
        // It brings an index, and leaves it behind.
        'ALTER TABLE posts ADD CONSTRAINT posts_id_people_id_fk FOREIGN KEY (id) REFERENCES people(id)',
        'ALTER TABLE posts DROP FOREIGN KEY posts_id_people_id_fk',
        'ALTER TABLE posts DROP FOREIGN KEY posts_author_people_id_fk',
        'ALTER TABLE posts ADD CONSTRAINT posts_author_people_id_fk FOREIGN KEY (author) REFERENCES people(id) ON DELETE cascade',
        'INSERT INTO people (name) VALUES (1), (2)',
      ]);
      expect(differences(live, given)).toEqual([]);
    }));

  const CHANGES: [statement: string, words: RegExp][] = [
    ['ALTER TABLE people MODIFY negative bigint DEFAULT -5', /column people\.negative is `bigint.*`int/],
    ['ALTER TABLE people MODIFY negative int unsigned DEFAULT 5', /column people\.negative .*unsigned/],
    [
      'ALTER TABLE people MODIFY active tinyint NOT NULL DEFAULT 1',
      /column people\.active is `tinyint, .*tinyint\(1\)/,
    ],
    ["ALTER TABLE people ALTER name SET DEFAULT 'its'", /column people\.name .*default/],
    ['ALTER TABLE people MODIFY name varchar(40)', /column people\.name .*not null/],
    ['ALTER TABLE people MODIFY data longtext', /column people\.data .*json/],
    ["ALTER TABLE people MODIFY kind enum('a', 'b', 'c') DEFAULT 'a'", /column people\.kind/],
    ['ALTER TABLE people MODIFY touched timestamp NULL DEFAULT now()', /column people\.touched .*on update/],
    [
      'ALTER TABLE people MODIFY seen datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)',
      /seen/,
    ],
    [
      'ALTER TABLE people MODIFY total int GENERATED ALWAYS AS (negative + 2) VIRTUAL',
      /column people\.total/,
    ],
    ['ALTER TABLE people MODIFY code char(3)', /collation of people\.code/],
    ['ALTER TABLE people DROP CONSTRAINT positive', /constraint positive of people/],
    ['ALTER TABLE people DROP INDEX people_name_unique', /index people_name_unique of people/],
    [
      'ALTER TABLE people DROP INDEX by_label, ADD INDEX by_label (label(11), big DESC)',
      /index by_label of people/,
    ],
    [
      'ALTER TABLE people DROP INDEX by_label, ADD INDEX by_label (label(10), big)',
      /index by_label of people/,
    ],
    ['ALTER TABLE posts DROP PRIMARY KEY, ADD PRIMARY KEY (slug, id)', /primary key of posts/],
    [
      'ALTER TABLE posts DROP FOREIGN KEY posts_author_people_id_fk',
      /constraint posts_author_people_id_fk of posts/,
    ],
    ['ALTER TABLE posts ADD INDEX extra (slug)', /index extra of posts/],
    ['ALTER TABLE parts ENGINE = InnoDB', /engine of parts/],
    ['ALTER TABLE parts REMOVE PARTITIONING', /table parts .*partitioned by HASH/],
    ['CREATE OR REPLACE SQL SECURITY invoker VIEW authors AS SELECT p.id FROM people p', /view authors/],
    ['DROP TRIGGER on_people', /trigger on_people of people/],
    ['DROP FUNCTION twice', /function twice\(IN n int/],
    ['DROP PROCEDURE nothing', /procedure nothing\(/],
    ['CREATE TABLE extra (id int)', /table extra is in the database and in no migration/],
  ];

  test.each(sampleOf(CHANGES, 8))('sees %s, and nothing else', (statement, words) =>
    withDatabase(async (database) => {
      const found = differences(await holding(database, [...TABLES, statement]), given);
      expect(found).toEqual([expect.stringMatching(words)]);
    }),
  );
});

const OBJECTS = [
  ...['table people', 'column people.data', 'collation of people.code', 'constraint positive of people'],
  ...['primary key of posts', 'index by_label of people', 'constraint posts_author_people_id_fk of posts'],
  ...['engine of parts', 'view authors', 'trigger on_people of people', 'function twice(IN n int(11))'],
];
