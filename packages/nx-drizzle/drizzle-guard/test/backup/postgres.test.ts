import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, hasPostgres, isLong, repositoryRoot, type Workspace } from 'testkit';
import { expect, test, vi } from 'vitest';
import { takeBackup, type BackupOptions } from '../../src/backup/take-backup';
import { postgresTarget } from '../../src/engines/postgres/target';
import { DEFAULT_BACKUP } from '../../src/workspace/backup-settings';
import { hasPgDump, withPostgres, type Database } from '../engines/postgres/fixtures';
import { canMount, onDisk } from './disk';
import { one, restored, taken } from './taken';

vi.setConfig({ testTimeout: 120_000 });

const onPostgres = test.runIf(hasPostgres() && hasPgDump());

const USERS = {
  tag: '0000_users',
  sql: `CREATE TABLE "users" ("id" serial PRIMARY KEY, "name" text NOT NULL);
--> statement-breakpoint
INSERT INTO "users" ("name") VALUES ('Ada'), (E'it''s\\n\\\\.');\n`,
};

/** Of most kinds that pg_dump knows; half of it in the schema that nobody can drop. */
const MORE = `
  create extension pg_trgm; create type mood as enum ('a', 'b'); create domain email as text check (value like '%@%');
  create table moods (id int generated always as identity, m mood, e email, n numeric(10, 2)[], b bytea);
  insert into moods (m, e, n, b) values ('a', 'a@b', '{1.50,null}', '\\x00ff0a5c'), (null, null, null, null);
  create schema crm; create table crm.notes as select 1 as a; create view crm.names as select name from users;
  create materialized view copies as select * from moods; create sequence numbers; select nextval('numbers'), nextval('numbers');
  create function one(int) returns int language sql as 'select 1'; create index on users using gin (name gin_trgm_ops);
  create function stamp() returns trigger language plpgsql as 'begin return new; end'; create trigger stamped before insert on users for each row execute function stamp();
  alter table users enable row level security; create policy own on users using (name = current_user);
  comment on schema public is 'ours'; comment on table users is 'theirs'; select lo_from_bytea(0, 'large');
  create publication news for table moods;`;

const LATER = `
  drop table moods cascade; create table later (id serial); create schema later; create table later.t (id int); insert into crm.notes values (2);
  create publication later for table later; create type later_type as enum ('x'); select lo_from_bytea(0, 'larger');
  create function later_function(later_type) returns int language sql as 'select 1'; create domain later_domain as int[];
  create aggregate later_sum(int) (sfunc = int4pl, stype = int); alter table users add column later int;
  create operator === (leftarg = int, rightarg = int, function = int4eq); select setval('users_id_seq', 99)`;

/** All that the database holds, as pg_dump writes it. */
function contentOf({ url }: Database): string {
  return execFileSync('pg_dump', [url], { encoding: 'utf8', maxBuffer: 1 << 28 }).replaceAll(
    /^\\(un)?restrict.*$/gm,
    '',
  );
}

onPostgres('what a backup holds is what a restore brings, and nothing that came later', () =>
  withPostgres([USERS], async (workspace, database) => {
    expect(one(workspace, 'migrate').exitCode).toBe(0);
    await database.sql(MORE);
    const before = contentOf(database);
    const file = taken(workspace);
    await database.sql(LATER);
    expect(contentOf(database)).not.toBe(before);
    expect(restored(workspace, file)).toEqual(['applied']);
    expect(contentOf(database)).toBe(before);
  }),
);

onPostgres('a restore that fails leaves everything as it was; and waits for nobody for ever', () =>
  withPostgres([USERS], async (workspace, database) => {
    expect(one(workspace, 'migrate').exitCode).toBe(0);
    await database
      .sql('create role guard_gone; create table owned (id int); alter table owned owner to guard_gone')
      .catch(() => undefined);
    const role = `guard_gone_${process.pid}`;
    await database.sql(`create role ${role}; alter table users owner to ${role}`);
    const file = taken(workspace);
    await database.sql(
      `alter table users owner to current_user; drop role ${role}; create table later (id int)`,
    );
    const before = contentOf(database);
    const { exitCode, error } = one(workspace, 'restore', file, '--yes', 'shop@development');
    expect([exitCode, error.code]).toEqual([2, 'failed-restore']);
    expect(error.message).toContain(
      `role "${role}" does not exist; it was taken back: the database is as it was`,
    );
    expect(contentOf(database)).toBe(before);
    // Into another environment owners are not taken along.
    workspace.write({ 'drizzle.config.staging.ts': workspace.read('drizzle.config.ts') });
    const other = one(workspace, 'restore', file, '-e', 'staging', '--yes', 'shop@staging');
    expect([other.exitCode, other.error]).toEqual([0, undefined]);
    expect(other.stderr).toContain('shop  staging  postgres ');
    expect(other.stderr).toContain('  from a backup of development of ');
  }),
);

/** What the library is told of a workspace's database. */
function subjectOf({ dir }: Workspace, url: string) {
  return {
    ...{ root: dir, database: 'shop', environment: 'development', dialect: 'postgresql', layout: 'journal' },
    ...{ target: postgresTarget({ url }, {}), ledger: { schema: 'drizzle', table: '__drizzle_migrations' } },
    ...{ migrations: [], variables: process.env },
  };
}

async function takenOf(workspace: Workspace, url: string, options: BackupOptions = {}, settings = {}) {
  const subject = subjectOf(workspace, url);
  const connection = await subject.target.open({ lockWait: 0, lockTimeout: null, statementTimeout: null });
  try {
    return await takeBackup(subject, connection, { ...DEFAULT_BACKUP, ...settings }, options);
  } finally {
    await connection.close();
  }
}

onPostgres('the password is in no argument of what is run, and in no file', () =>
  withPostgres([USERS], async (workspace, { url, sql }) => {
    const password = `p'a"s s\\w:o@rd/ä`;
    const role = `guard_${process.pid}`;
    await sql(`create role ${role} login superuser password '${password.replaceAll("'", "''")}'`);
    try {
      const own = new URL(url);
      own.username = role;
      own.password = encodeURIComponent(password);
      const seen: string[] = [];
      const onProgram = (pid: number) => {
        seen.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
        expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('postgres://');
      };
      const { manifestFile, removed } = await takenOf(workspace, own.href, { onProgram });
      expect(seen.map((line) => line.split('\0').slice(1))).toEqual([['-Fc', '-Z1', '-w', '']]);
      expect(readFileSync(manifestFile, 'utf8')).not.toMatch(/s\\w|p'a/);
      expect(removed).toEqual([]);
    } finally {
      await sql(`drop role ${role}`);
    }
  }),
);

onPostgres('no program, or one that is too old: nothing is done, and it is said where one is to be had', () =>
  withPostgres([USERS], async (workspace, { url }) => {
    workspace.write({ 'bin/pg_dump': '#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.24"\n' });
    chmodSync(path.join(workspace.dir, 'bin/pg_dump'), 0o755);
    const refusal = await takenOf(workspace, url, {}, { program: 'bin/pg_dump' }).catch(
      (thrown: unknown) => thrown,
    );
    const { message, help, code } = refusal as Error & { help: string; code: string };
    const masked = (text: string) => text.replaceAll(workspace.dir, '<dir>').replaceAll(/\b1[5-9]\b/g, '<n>');
    expect([code, masked(message), masked(help)]).toMatchInlineSnapshot(`
      [
        "tool-missing",
        "a backup of this server (Postgres <n>) takes a pg_dump of version <n> or newer, and what is found here is older: <dir>/bin/pg_dump 9.6.24; nothing was done",
        "install it (\`apt-get install postgresql-client-<n>\` with the packages of the PostgreSQL project, \`brew install libpq\`), name it with "backup": { "program": "…/pg_dump" } of the environment in drizzle-guard.json, or let a command of your own make the backup ("backup": { "command": […] })",
      ]
    `);
    await expect(takenOf(workspace, url, {}, { program: 'bin/none' })).rejects.toMatchObject({
      code: 'tool-missing',
    });
    expect(workspace.exists('.drizzle-guard')).toBe(false);
  }),
);

onPostgres('a command of the user stands in for it: its last line is kept, its failure is one', () =>
  withPostgres([USERS], async (workspace, { url }) => {
    const command = (code: string) => ({ command: [process.execPath, '-e', code] });
    const made = await takenOf(
      workspace,
      url,
      {},
      command("console.log('a'); console.log('snapshot', process.env.DRIZZLE_GUARD_DATABASE)"),
    );
    expect(made).toMatchObject({
      file: null,
      manifest: { kind: 'command', reference: 'snapshot shop', bytes: null },
    });
    const failing = takenOf(
      workspace,
      url,
      {},
      command("console.error('no quota for postgres://a:hunter2@b'); process.exit(3)"),
    );
    await expect(failing).rejects.toMatchObject({
      code: 'failed-backup',
      message: expect.stringMatching(
        /no quota for postgres:\/\/a:\*\*\*@b; it is not known to have made one$/,
      ),
    });
    const late = takenOf(workspace, url, {}, { ...command('setTimeout(() => 0, 60000)'), timeout: '300ms' });
    await expect(late).rejects.toMatchObject({
      message: expect.stringContaining('it took longer than 300 ms'),
    });
    expect(readdirSync(path.join(workspace.dir, '.drizzle-guard/backups'))).toHaveLength(1);
  }),
);

onPostgres('killed in the middle there is no backup, and the next one takes away what is left', () =>
  withPostgres([USERS], async (workspace, { sql, url }) => {
    await sql(
      'create table big as select n, md5(n::text) || md5((n + 1)::text) as x from generate_series(1, 400000) n',
    );
    const bin = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');
    const child = spawn(process.execPath, [bin, 'backup'], {
      ...{ cwd: workspace.dir, env: cleanEnvironment() as NodeJS.ProcessEnv, stdio: 'ignore' },
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const folder = path.join(workspace.dir, '.drizzle-guard/backups');
    const partial = () => existsSync(folder) && readdirSync(folder).find((name) => name.endsWith('.partial'));
    while (!partial() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(folder).filter((name) => /\.dump(\.json)?$/.test(name))).toEqual([]);
    expect(partial()).toBeTruthy();
    await takenOf(workspace, url);
    expect(
      readdirSync(folder)
        .map((name) => path.extname(name))
        .sort(),
    ).toEqual(['.dump', '.json']);
  }),
);

test.runIf(hasPostgres() && hasPgDump() && canMount && isLong)(
  'a disk that is full half-way: there is no backup',
  () =>
    withPostgres([USERS], async (workspace, { sql, url }) => {
      await sql(
        'create table big as select md5(n::text) || md5((n + 1)::text) as x from generate_series(1, 200000) n',
      );
      await onDisk('12m', async (folder) => {
        const onWork = (what: string) => {
          const { bavail, bsize } = statfsSync(folder);
          if (what === 'taking a backup')
            writeFileSync(path.join(folder, 'other'), Buffer.alloc(bavail * bsize - 4e6));
        };
        const { code, message } = (await takenOf(workspace, url, { to: folder, onWork }).catch(
          (thrown: unknown) => thrown,
        )) as Error & { code: string };
        expect(code).toBe('failed-backup');
        expect(message).toMatch(/ENOSPC.*; there is no backup, and what was begun is gone$/);
        expect(readdirSync(folder)).toEqual(['other']);
      });
    }),
);

test.runIf(hasPostgres() && hasPgDump() && isLong)(
  'killed in the middle of a restore nothing has changed',
  () =>
    withPostgres([USERS], async (workspace, database) => {
      expect(one(workspace, 'migrate').exitCode).toBe(0);
      await database.sql('create table big as select n, md5(n::text) as x from generate_series(1, 400000) n');
      const file = taken(workspace);
      await database.sql('delete from big where n > 10; create table later (id int)');
      const before = contentOf(database);
      const bin = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');
      for (const wait of [0, 100, 300, 600]) {
        const child = spawn(process.execPath, [bin, 'restore', file, '--yes', 'shop@development'], {
          ...{ cwd: workspace.dir, env: cleanEnvironment() as NodeJS.ProcessEnv, stdio: 'ignore' },
        });
        const ended = new Promise((resolve) => child.on('exit', resolve));
        const isAtWork =
          "select from pg_stat_activity where datname = current_database() and query like 'COPY%'";
        while ((await database.sql(isAtWork)).length === 0 && child.exitCode === null);
        await new Promise((resolve) => setTimeout(resolve, wait / 10));
        child.kill('SIGKILL');
        await ended;
        const others =
          'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
        while ((await database.sql(others)).length > 0);
        expect(contentOf(database) === before, `after ${wait}`).toBe(true);
      }
    }),
);
