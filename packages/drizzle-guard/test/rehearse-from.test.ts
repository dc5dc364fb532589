import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  cleanEnvironment,
  hasPostgres,
  isLong,
  postgresUrl,
  repositoryRoot,
  withWorkspace,
  type Workspace,
} from 'testkit';
import { expect, test, vi } from 'vitest';
import { taken } from './backup/taken';
import { hasMysql, journal, sql as mysql, withMysql } from './engines/mysql/fixtures';
import { asRole, files, hasPgDump, withPostgres, type Database } from './engines/postgres/fixtures';
import { files as sqliteFiles, sql as sqlite } from './engines/sqlite/fixtures';

vi.setConfig({ testTimeout: 180_000 });

const onPostgres = test.runIf(hasPostgres() && hasPgDump());
const onPostgresInLong = test.runIf(isLong && hasPostgres() && hasPgDump());

const USERS = {
  tag: '0000_users',
  sql: `CREATE TABLE "users" ("id" serial PRIMARY KEY, "name" text NOT NULL, "mail" text);
--> statement-breakpoint
CREATE FUNCTION "loud"(text) RETURNS text LANGUAGE sql AS $$ SELECT upper($1); $$;`,
};
const UNIQUE = { tag: '0001_unique', sql: 'CREATE UNIQUE INDEX "mails" ON "users" ("mail");' };
/** Two rows of one mail, which nobody makes up; and what a COPY has to keep. */
const ROWS = `insert into users (name, mail) values ('Ada', 'a@b'), (E'Eve\\t\\\\\\n;\\u2028', 'a@b')`;

const SHADOW = { 'drizzle-guard.json': '{ "shadow": { "urlEnv": "SHADOW" } }' };
/** Whose databases are those of these tests alone. */
const ROLE = `guard_copies_${process.pid}`;
const env = { SHADOW: asRole(postgresUrl(), ROLE), MYSQL: 'mysql://root@127.0.0.1:3306/' };

/** A database at the first migration, with rows; the second one waits in the folder. Nothing of a run is left. */
function behind(use: (workspace: Workspace, database: Database) => Promise<void>): Promise<void> {
  return withPostgres([USERS], async (workspace, database) => {
    expect(workspace.bin(['migrate']).exitCode).toBe(0);
    await database.sql(ROWS);
    workspace.write({ ...files([USERS, UNIQUE], database.url), ...SHADOW });
    await database.sql(`create role ${ROLE} login createdb`);
    try {
      await use(workspace, database);
      expect(await leftOn(database)).toEqual([]);
    } finally {
      await database.sql(`drop role ${ROLE}`);
    }
  });
}

function leftOn({ sql }: Database) {
  return sql(`select datname from pg_database where datdba = '${ROLE}'::regrole`);
}

function dump({ dir }: Workspace, { url }: Database, name: string, ...args: string[]): string {
  execFileSync('pg_dump', [url, '-f', path.join(dir, name), ...args]);
  return name;
}

/** What one rehearsal says; it leaves nothing in the folder of temporary files. */
function rehearsed({ bin, dir }: Workspace, ...args: string[]) {
  const TMPDIR = path.join(dir, 'tmp');
  mkdirSync(TMPDIR, { recursive: true });
  const run = bin(['rehearse', '--json', ...args], { env: { ...env, TMPDIR } });
  expect(readdirSync(TMPDIR).filter((name) => name.startsWith('drizzle-guard'))).toEqual([]);
  const document = run.json();
  return { exitCode: run.exitCode, ...document, ...document.databases?.[0] };
}

const FAILS = {
  exitCode: 1,
  rehearsal: {
    before: 1,
    filled: { tables: 1, rows: 2, own: true },
    migrations: [{ migration: '0001_unique', failure: { message: 'could not create unique index "mails"' } }],
  },
  findings: [{ code: 'failed-rehearsal' }],
};

onPostgres('a dump with its rows shows what made-up rows do not; a backup of ours and a -Fc do too', () =>
  behind(async (workspace, database) => {
    expect(rehearsed(workspace, '-e', 'development')).toMatchObject({ exitCode: 0, findings: [] });
    dump(workspace, database, 'shop.sql');
    const run = workspace.bin(['rehearse', '--from', 'shop.sql'], { env });
    expect(run.stdout).toContain(
      'shop  1 migration on what shop.sql has (1 migration, 2 rows of its own in 1 table)\n',
    );
    expect(run.exitCode).toBe(1);
    expect(rehearsed(workspace, '--from', taken(workspace))).toMatchObject(FAILS);
    // Without a server for shadows PGlite takes it.
    workspace.remove('drizzle-guard.json');
    expect(rehearsed(workspace, '--from', dump(workspace, database, 'shop.dump', '-Fc'))).toMatchObject(
      FAILS,
    );
  }),
);

onPostgres('a dump without rows stands where --at says, or where the ledger of an environment does', () =>
  behind(async (workspace, database) => {
    dump(workspace, database, 'schema.sql', '--schema-only');
    expect(rehearsed(workspace, '--from', 'schema.sql')).toMatchObject({
      exitCode: 2,
      error: {
        code: 'no-ledger',
        help: 'add --at <migration>, the newest that is applied in it (0001_unique is the newest here), or --environment <name>, whose ledger is read',
      },
    });
    expect(rehearsed(workspace, '--from', 'schema.sql', '--at', '0000_users')).toMatchObject({
      ...{ exitCode: 0, from: 'schema.sql' },
      rehearsal: { before: 1, filled: { rows: 3 }, migrations: [{ rows: 0, failure: null }] },
    });
    expect(rehearsed(workspace, '--from', 'schema.sql', '-e', 'development')).toMatchObject({
      ...{ exitCode: 0, rehearsal: { before: 1, filled: { rows: 3 } } },
    });
  }),
);

onPostgres(
  'a copy of an environment has none of its rows, unless they are wanted; what is written there stays',
  () =>
    behind(async (workspace, database) => {
      const before = await database.sql('select * from users');
      const copied = rehearsed(workspace, '--copy', '-e', 'development');
      expect(copied).toMatchObject({
        ...{ exitCode: 0, from: expect.stringMatching(/^a copy of postgres /) as unknown },
        rehearsal: { before: 1, filled: { tables: 1, rows: 3 }, migrations: [{ failure: null }] },
      });
      expect(rehearsed(workspace, '--copy', '--with-rows', '-e', 'development')).toMatchObject(FAILS);
      expect(await database.sql('select * from users')).toEqual(before);
    }),
);

/** What is no dump of this database: what is said of it, and nothing is left (`behind`). */
onPostgres('what is cut off, no dump, of another engine or of another history is 2', () =>
  behind(async (workspace, database) => {
    const said = (file: string, ...args: string[]) => {
      const { exitCode, error } = rehearsed(workspace, '--from', file, ...args);
      return [exitCode, error.code, error.message];
    };
    const at = (name: string) => path.join(workspace.dir, name);
    const size = readFileSync(at(dump(workspace, database, 'cut.sql'))).length;
    truncateSync(at('cut.sql'), size - 200);
    expect(said('cut.sql')).toEqual([
      ...[2, 'unreadable-dump'],
      'cut.sql is cut off: its last lines are not those of a whole dump; nothing was rehearsed',
    ]);
    truncateSync(at(dump(workspace, database, 'cut.dump', '-Fc')), 3000);
    expect(said('cut.dump').slice(0, 2)).toEqual([2, 'unreadable-dump']);
    writeFileSync(at('readme.sql'), 'A shop.\n');
    expect(said('readme.sql')[2]).toBe('readme.sql is no dump that is known here; nothing was rehearsed');
    writeFileSync(at('mysql.sql'), '-- MariaDB dump 10.19\nCREATE TABLE a (id int);\n-- Dump completed\n');
    expect(said('mysql.sql')[2]).toBe(
      'mysql.sql is of MySQL, and the database here is Postgres; nothing was rehearsed',
    );
    await database.sql(`update drizzle.__drizzle_migrations set hash = 'other', created_at = 1`);
    expect(said(dump(workspace, database, 'other.sql'))).toEqual([
      ...[2, 'other-backup'],
      'other.sql is of another database, or of another history: none of the 1 migration in its ledger is one of the 2 here; nothing was rehearsed',
    ]);
  }),
);

onPostgresInLong('a dump that is newer than the branch is told; one that reaches out is refused', () =>
  behind(async (workspace, database) => {
    await database.sql(
      `insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`,
    );
    expect(rehearsed(workspace, '--from', dump(workspace, database, 'new.sql'))).toMatchObject({
      exitCode: 1,
      findings: [{ code: 'late-migration' }, { code: 'unknown-migration' }],
    });
    const text = `${workspace.read('new.sql')}\n`;
    const end = '-- PostgreSQL database dump complete';
    workspace.write({ 'out.sql': text.replace(end, `COPY users TO PROGRAM 'touch x';\n${end}`) });
    expect(rehearsed(workspace, '--from', 'out.sql')).toMatchObject({
      exitCode: 2,
      error: { code: 'unreadable-dump', message: expect.stringContaining('COPY') as unknown },
    });
  }),
);

onPostgresInLong('a dump from between two states is refused', () =>
  behind(async (workspace, database) => {
    await database.sql(
      `create table drizzle.__drizzle_guard_runs as select '0001_unique' as migration, 'x' as hash, 1 as done, 2 as total`,
    );
    expect(rehearsed(workspace, '--from', dump(workspace, database, 'half.sql'))).toMatchObject({
      exitCode: 2,
      error: {
        code: 'unfinished-migration',
        message: 'half.sql was taken while 0001_unique was begun and not finished; nothing was rehearsed',
      },
    });
  }),
);

onPostgresInLong('interrupted, it leaves nothing', () =>
  behind(async ({ dir }, database) => {
    const TMPDIR = path.join(dir, 'tmp');
    mkdirSync(TMPDIR);
    await database.sql(`insert into users (name) select 'x' from generate_series(1, 1e6)`);
    const bin = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');
    const child = spawn(process.execPath, [bin, 'rehearse', '--copy', '--with-rows', '-e', 'development'], {
      ...{ cwd: dir, stdio: 'ignore', env: { ...cleanEnvironment(), ...env, TMPDIR } as NodeJS.ProcessEnv },
    });
    const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
    await vi.waitFor(async () => expect(await leftOn(database)).not.toEqual([]), { timeout: 60_000 });
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    expect(readdirSync(TMPDIR)).toEqual([]);
    await vi.waitFor(async () => expect(await leftOn(database)).toEqual([]), { timeout: 20_000 });
  }),
);

test('options that contradict each other are 2', () =>
  withWorkspace(files([USERS], 'postgres://nobody@127.0.0.1:1/none'), ({ bin }) => {
    const said = (...args: string[]) => bin(['rehearse', '--json', ...args]).json().error.message;
    expect(said('--from', 'x', '--base', 'main')).toBe(
      '--base and --from both say where to begin: give one of them',
    );
    expect(said('--copy')).toBe('--copy is of the database of an environment: add --environment <name>');
    expect(said('--with-rows')).toBe('--with-rows is about --copy: a dump has the rows that it has');
  }));

const SQLITE_USERS = ['0000_users', 'CREATE TABLE `users` (`id` integer PRIMARY KEY, `mail` text);'] as const;
const SQLITE_UNIQUE = ['0001_unique', 'CREATE UNIQUE INDEX `mails` ON `users` (`mail`);'] as const;

test('SQLite: the file itself, a copy without its rows, and a file that is damaged', () =>
  withWorkspace(sqliteFiles([SQLITE_USERS]), async (workspace) => {
    expect(workspace.bin(['migrate']).exitCode).toBe(0);
    await sqlite(workspace, `INSERT INTO users (mail) VALUES ('a@b'), ('a@b')`);
    workspace.write(sqliteFiles([SQLITE_USERS, SQLITE_UNIQUE]));
    const bytes = readFileSync(path.join(workspace.dir, 'local.db'));
    expect(rehearsed(workspace, '--from', 'local.db')).toMatchObject({
      ...{ exitCode: 1, rehearsal: { before: 1, filled: { rows: 2, own: true } } },
      findings: [{ code: 'failed-rehearsal' }],
    });
    expect(rehearsed(workspace, '--copy', '-e', 'development')).toMatchObject({
      ...{ exitCode: 0, rehearsal: { before: 1, filled: { rows: 3 }, migrations: [{ failure: null }] } },
    });
    writeFileSync(path.join(workspace.dir, 'cut.db'), bytes.subarray(0, 5000));
    expect(rehearsed(workspace, '--from', 'cut.db')).toMatchObject({
      ...{ exitCode: 2, error: { code: 'unreadable-dump' } },
    });
    expect(readFileSync(path.join(workspace.dir, 'local.db')).equals(bytes)).toBe(true);
  }));

const ON_MYSQL = { 'drizzle-guard.json': '{ "shadow": { "urlEnv": "MYSQL" } }' };
const MYSQL_USERS = [
  '0000_users',
  'CREATE TABLE `users` (`id` int PRIMARY KEY AUTO_INCREMENT, `mail` varchar(20));',
] as const;

test.runIf(await hasMysql())('MySQL: a dump, whatever database it names, and a copy without rows', () =>
  withMysql([MYSQL_USERS], async (shop) => {
    expect(shop.bin(['migrate']).exitCode).toBe(0);
    await shop.sql(`INSERT INTO users (mail) VALUES ('a;\\nb'), ('a;\\nb')`);
    shop.write({ ...ON_MYSQL, ...journal([MYSQL_USERS, SQLITE_UNIQUE]) });
    const schemas = async () =>
      (await mysql('select schema_name as name from information_schema.schemata')).map(({ name }) => name);
    const before = await schemas();
    const args = ['--no-defaults', '-h127.0.0.1', '-uroot', '--databases', shop.database];
    shop.write({ 'shop.sql': execFileSync('mysqldump', args, { encoding: 'utf8' }) });
    expect(rehearsed(shop, '--from', 'shop.sql')).toMatchObject({
      ...{ exitCode: 1, rehearsal: { before: 1, filled: { rows: 2, own: true } } },
      findings: [{ code: 'failed-rehearsal' }],
    });
    expect(rehearsed(shop, '--copy', '-e', 'development')).toMatchObject({
      ...{ exitCode: 0, rehearsal: { before: 1, filled: { rows: 3 } } },
    });
    expect(await shop.sql('select count(*) as n from users')).toEqual([{ n: 2 }]);
    const more = (await schemas()).filter((name) => !before.includes(name));
    // Those of other tests go too.
    await vi.waitFor(
      async () => expect((await schemas()).filter((name) => more.includes(name))).toEqual([]),
      {
        timeout: 60_000,
      },
    );
  }),
);
