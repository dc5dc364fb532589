import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLong, withRepository, type GitRun } from 'testkit';
import { describe, expect, test, vi } from 'vitest';
import { edited, grownHistory, inShort, replayed, sqlFileOf, type Files } from '../../replay/grown-history';
import { commitWithHooks } from '../../hooks/fixtures';
import { hasMysql, type one, SERVER, sql, withMysql } from './fixtures';

// What a scratch server brings to databases of MySQL and MariaDB, through the built bin.

vi.setConfig({ testTimeout: 120_000 });

const SHADOW = { 'drizzle-guard.json': '{ "shadow": { "urlEnv": "SHADOW_URL" }, "proofLimit": "2m" }' };
const URL = `mysql://${SERVER.user}@${SERVER.host}:${SERVER.port}`;
const env = { SHADOW_URL: URL };

const USERS = `import { boolean, check, datetime, decimal, index, int, json, mysqlEnum, mysqlTable, mysqlView, text, timestamp, varchar } from 'drizzle-orm/mysql-core';
import { sql } from 'drizzle-orm';
export const users = mysqlTable('users', {
  id: int('id').autoincrement().primaryKey(),
  name: varchar('name', { length: 40 }).notNull().unique(),
  data: json('data'),
  amount: decimal('amount', { precision: 10, scale: 2 }).default('0.00'),
  active: boolean('active').notNull().default(true),
  kind: mysqlEnum('kind', ['a', 'b']).default('a'),
  at: timestamp('at').notNull().defaultNow().onUpdateNow(),
  seen: datetime('seen', { fsp: 3 }).default(sql\`CURRENT_TIMESTAMP(3)\`),
  age: int('age'),
}, (table) => [check('grown', sql\`\${table.age} > 17\`)]);
`;
const ENTRIES = `export const entries = mysqlTable('entries', {
  id: int('id').primaryKey(),
  author: int('author').notNull().references(() => users.id, { onDelete: 'cascade' }),
  note: text('note'),
}, (table) => [index('by_author').on(table.author)]);
export const authors = mysqlView('authors').as((query) => query.select({ id: users.id }).from(users));
`;
const SCHEMAS = {
  users: USERS,
  tags: USERS.replace("int('age')", "int('age').notNull().default(18), label: int('label')") + ENTRIES,
};

const history = async (): Promise<Files> => ({ ...(await grownHistory('mysql', SCHEMAS)), ...SHADOW });
const scratches = async () =>
  (
    await sql(
      "select schema_name as name from information_schema.schemata where schema_name like 'drizzle\\_guard\\_shadow\\_%'",
    )
  ).map((row) => String(row['name']));

describe.runIf(await hasMysql())('check --replay', () => {
  test('what drizzle-kit wrote gives what its snapshots say; what was edited by hand does not', async () => {
    const files = await history();
    expect(await replayed(files, { env })).toMatchObject({ exitCode: 0, findings: [], notChecked: ['base'] });
    const run = await replayed(
      edited(files, {
        users: (text) => text.replace('`data` json', '`data` text'),
        tags: (text) =>
          `${text.replace('ON DELETE cascade', 'ON DELETE no action')}\n--> statement-breakpoint\nCREATE TABLE \`labels\` (\`id\` int);`,
      }),
      { env },
    );
    expect(run.exitCode).toBe(1);
    expect(inShort(run)).toEqual([
      ['snapshot-mismatch', 'users', 'column users.data is `text` in the SQL and `json` in the snapshot'],
      [
        'snapshot-mismatch',
        'tags',
        'constraint entries_author_users_id_fk of entries is `FOREIGN KEY (author) REFERENCES users(id), on update NO ACTION, on delete NO ACTION` in the SQL and `FOREIGN KEY (author) REFERENCES users(id), on update NO ACTION, on delete CASCADE` in the snapshot',
        'table labels is in the SQL and not in the snapshot',
      ],
    ]);
  });

  test('a server that is not there: exit 2, and its password is nowhere', async () => {
    const run = await replayed(await history(), { env: { SHADOW_URL: 'mysql://me:topsecret@127.0.0.1:1' } });
    expect(run).toMatchObject({ exitCode: 2, error: { code: 'cannot-connect' } });
    expect(run.error!.message).toContain(
      "the shadow's server mysql 127.0.0.1:1 (SHADOW_URL) cannot be reached",
    );
    expect(JSON.stringify(run)).not.toContain('topsecret');
  });

  test.runIf(isLong)('what is made again is a repeated statement, and nothing else', async () => {
    const files = await history();
    const again = files[sqlFileOf(files, 'users')]!;
    const twice = edited(files, { tags: (text) => `${again}\n--> statement-breakpoint\n${text}` });
    const codes = inShort(await replayed(twice, { env })).map(([code]) => code);
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(['repeated-statement']));
  });

  test.runIf(isLong)('killed in the middle, it leaves nothing behind', async () => {
    const files = edited(await history(), {
      tags: (text) => `${text}\n--> statement-breakpoint\nSELECT SLEEP(300);`,
    });
    await withRepository(files, async ({ dir }) => {
      const older = await scratches();
      const program = `${__dirname}/../../../bin/drizzle-guard.js`;
      const child = spawn(process.execPath, [program, 'check', '--replay'], {
        cwd: dir,
        env: { ...process.env, ...env },
        stdio: 'ignore',
      });
      const own = await until(async () => {
        const made = (await scratches()).filter((name) => !older.includes(name));
        const busy = await sql(
          "select db as db from information_schema.processlist where info like '%SLEEP(300)%'",
        );
        return made.find((name) => busy.some(({ db }) => db === name));
      });
      child.kill('SIGKILL');
      await until(async () => !(await scratches()).includes(own));
    });
  });
});

/** Asks time and again, until there is an answer. */
async function until<T>(answer: () => Promise<T | undefined | false>): Promise<T> {
  for (let time = 0; time < 400; time++) {
    const found = await answer();
    if (found) return found;
    await sleep(100);
  }
  throw new Error('it never came to that');
}

describe.runIf(await hasMysql())('a hook', () => {
  const RIGHT = 'add column label int';
  /** A repository at the first step, and what commits the second with that in place of a line of its SQL. */
  const withDb = async (use: (commit: (line: string, given: Files, more?: Files) => GitRun) => void) => {
    const files = await history();
    const journal = JSON.parse(files['drizzle/meta/_journal.json']!) as { entries: unknown[] };
    const first = JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) });
    const before = { ...files, 'drizzle/meta/_journal.json': first, 'schema.ts': SCHEMAS.users };
    for (const file of [sqlFileOf(files, 'tags'), 'drizzle/meta/0001_snapshot.json'])
      delete (before as Files)[file];
    await withRepository(before, (repository) => {
      use((line, given, more = {}) => {
        const changed = edited(files, { tags: (text) => text.replace('ADD `label` int', line) });
        return commitWithHooks(repository, { ...changed, ...more }, 'More', given);
      });
    });
  };

  test('proves on a server of this machine what was edited by hand', () =>
    withDb((commit) => {
      // What the commit itself says of a shadow does not count yet.
      const more = { 'drizzle-guard.json': '{ "proofLimit": "2m" }' };
      const stopped = commit('add column label bigint', env, more);
      expect(stopped.exitCode).toBe(1);
      expect(stopped.stderr).toContain('column users.label is `bigint` in the SQL and `int` in the snapshot');
      const other = commit(RIGHT, { SHADOW_URL: 'mysql://me:topsecret@db.example.invalid' });
      expect(other.stderr).toContain('is not on this machine, and a hook speaks to no other');
      expect(other).toMatchObject({ exitCode: 0 });
      expect(other.stderr).not.toContain('topsecret');
    }));

  test.runIf(isLong)('passes what is right, and says nothing', () =>
    withDb((commit) => {
      expect(commit(RIGHT, env)).toMatchObject({ exitCode: 0, stderr: '' });
    }),
  );
});

describe.runIf(await hasMysql())('migrate', () => {
  const TAGS = [
    '0000_tags',
    'CREATE TABLE IF NOT EXISTS `tags` (`id` int PRIMARY KEY, `name` text);\n',
  ] as const;
  const MORE = ['0001_more', 'CREATE TABLE IF NOT EXISTS `more` (`id` int);\n'] as const;
  const asked = (shop: Parameters<typeof one>[0]) => {
    const run = shop.bin(['migrate', '--json']);
    return { exitCode: run.exitCode, ...run.json().databases[0] };
  };

  test('verifies what it has done, whatever the collation of the database', () =>
    withMysql([TAGS], async (shop) => {
      shop.write({ ...SHADOW, '.env': `SHADOW_URL=${URL}\n` });
      await shop.sql(`ALTER DATABASE \`${shop.database}\` COLLATE latin1_swedish_ci`);
      await shop.sql('CREATE TABLE tags (id int PRIMARY KEY, label text)');
      const run = asked(shop);
      expect(run).toMatchObject({ exitCode: 1, findings: [{ code: 'drift' }], notChecked: ['base'] });
      expect(JSON.stringify(run.findings)).toContain(
        'column tags.label is in the database and in no migration',
      );
      expect(JSON.stringify(run.findings)).toContain(
        'column tags.name is in the migrations and not in the database',
      );
      expect(run.findings[0].message + (run.findings[0].details ?? []).join()).not.toContain('collation');
    }));

  test.runIf(isLong)('says what differed before in one line', () =>
    withMysql([TAGS, MORE], async (shop) => {
      shop.write(SHADOW);
      expect(shop.bin(['migrate', '--to', '0000_tags'], { env })).toMatchObject({ exitCode: 0 });
      await shop.sql('CREATE TABLE by_hand (id int)');
      const run = shop.bin(['migrate'], { env });
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toContain(
        '1 difference between the database and its migrations was there before: table by_hand',
      );
    }),
  );
});
