import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createClient } from '@libsql/client';
import {
  cleanEnvironment,
  drizzleConfig,
  emptyPglite,
  kitOneModules,
  repositoryRoot,
  sampleOf,
  withWorkspace,
  type Workspace,
} from 'testkit';
import { describe, expect, test } from 'vitest';
import { CONFIG, filesBelow, fingerprint, inFolder, RENAMED_SCHEMA, shop, WIDER_SCHEMA } from '../fixtures';
import { generateByHand, POSTGRES_ANSWERS, POSTGRES_NEW, POSTGRES_RENAMES, renamesOf } from '../renames';

const BIN = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');
const PACKAGE = { 'package.json': '{ "name": "shop" }' };
const hasScript = spawnSync('script', ['--version']).status === 0;

function generate({ bin }: Workspace, ...args: string[]) {
  const run = bin(['generate', '--json', ...args]);
  return { exitCode: run.exitCode, ...run.json().databases[0] };
}

/** The command that a help prints, run by a shell as it stands. */
function runPrinted({ dir }: Workspace, help: string): string {
  const [, command] = /`npx (drizzle-guard generate [^`]* --(?:rename|create) [^`]*)`/.exec(help)!;
  const typed = command!.replace('drizzle-guard', `'${process.execPath}' '${BIN}'`);
  return execFileSync('sh', ['-c', typed], { cwd: dir, encoding: 'utf8', env: cleanEnvironment() as never });
}

/** Makes the first migration of a schema, and then changes it. */
function begun(workspace: Workspace, after: string): Record<string, string> {
  expect(generate(workspace, '--name', 'init').exitCode).toBe(0);
  workspace.write({ 'src/schema.ts': after });
  return filesBelow(path.join(workspace.dir, 'drizzle'), 'drizzle');
}

function back({ remove, write }: Workspace, files: Record<string, string>): void {
  remove('drizzle');
  write(files);
}

/** Of the newest migration what is the same however often it is made. */
function newest({ dir, read }: Workspace) {
  const sqlFile = readdirSync(path.join(dir, 'drizzle'))
    .filter((file) => file.endsWith('.sql'))
    .at(-1)!;
  const { id: _, ...snapshot } = JSON.parse(read('drizzle/meta/0001_snapshot.json'));
  const { entries } = JSON.parse(read('drizzle/meta/_journal.json'));
  return {
    sqlFile,
    sql: read(`drizzle/${sqlFile}`),
    snapshot,
    entries: entries.map(({ tag, idx }: never) => ({ tag, idx })),
  };
}

/** The SQL of the migrations, oldest first. */
function migrations({ dir }: Workspace): string[] {
  const files = filesBelow(path.join(dir, 'drizzle'), '');
  const names = Object.keys(files).filter((file) => file.endsWith('.sql'));
  return names.sort().map((name) => files[name]!);
}

const INSERTS = `insert into people (id, email, age) values (1, 'ada@example.org', 36);
insert into crm.calls (id, note) values (1, 'hello');
insert into "odd name" ("v.1") values ('odd');`;
const SELECT = `select p.mail, c.memo, o."v.2" odd from persons p, sales.calls c, "odd name" o`;

/** What was in the renamed columns before the newest migration, read after it. */
async function dataAfter(workspace: Workspace): Promise<unknown> {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'drizzle-guard-'));
  emptyPglite(path.join(folder, 'data'));
  const database = await PGlite.create(path.join(folder, 'data'));
  try {
    const [init, renamed] = migrations(workspace) as [string, string];
    for (const sql of [init, INSERTS, renamed]) await database.exec(sql);
    return (await database.query(SELECT)).rows;
  } finally {
    await database.close();
    rmSync(folder, { recursive: true });
  }
}

const KEPT = [{ mail: 'ada@example.org', memo: 'hello', odd: 'odd' }];

describe.each([
  ['0.31', undefined],
  ['1.0', kitOneModules()],
])('drizzle-kit %s, postgresql, all kinds at once', (version, modules) => {
  const files = { ...PACKAGE, 'drizzle.config.ts': CONFIG, 'src/schema.ts': POSTGRES_RENAMES.before };

  test('every question is named, what is answered is done as it is by hand, and data stay', () =>
    withWorkspace(
      files,
      async (workspace) => {
        const start = begun(workspace, POSTGRES_RENAMES.after);
        const before = fingerprint(workspace.dir);
        const { exitCode, generated, error } = generate(workspace, '--name', 'renamed');
        expect([exitCode, generated, error.code]).toEqual([2, [], 'ambiguous-rename']);
        expect(fingerprint(workspace.dir)).toEqual(before);
        expect(`${error.message}\n${error.help}`).toMatchSnapshot();
        expect(runPrinted(workspace, error.help)).toMatch(/generated \w+_renamed/);
        back(workspace, start);

        const indexes = version === '1.0' ? ['--rename', 'crm.calls.calls_note=sales.calls.calls_memo'] : [];
        const answers = [...POSTGRES_ANSWERS, ...POSTGRES_NEW, ...indexes];
        const result = generate(workspace, '--name', 'renamed', ...answers);
        expect(result).toMatchObject({ exitCode: 0, findings: [], generated: [{}] });
        expect(migrations(workspace)[1]).toMatchSnapshot();
        expect(await dataAfter(workspace)).toEqual(KEPT);
        expect(workspace.bin(['check']).exitCode).toBe(0);
        if (version !== '0.31' || !hasScript) return;

        const flagged = newest(workspace);
        back(workspace, start);
        const screen = await generateByHand(workspace.dir, 'renamed', {
          ...{ sales: '~', feeling: '~', ticker: '~', agent: '~', fresh: '+', persons: '~ people' },
          ...{ memo: '~', 'v.2': '~', mail: '~ email', years: '+', watchers: '~', grown_ups: '~' },
        });
        expect(newest(workspace), screen).toEqual(flagged);
      },
      modules,
    ));
});

const OTHERS = [
  ['0.31', 'sqlite', undefined],
  ['0.31', 'mysql', undefined],
  ['1.0', 'mysql', kitOneModules()],
  ['1.0', 'sqlite', kitOneModules()],
  // Whose schemas only its command line reads.
  ['1.0', 'singlestore', kitOneModules()],
] as const;

// A snapshot that no test asks for is a fault, so those that wait are skipped and not left out.
const SAMPLE = sampleOf(OTHERS, 2).map(([version, dialect]) => `${version} ${dialect}`);

describe.each(OTHERS)('drizzle-kit %s, %s', (version, dialect, modules) => {
  const { before, after } = renamesOf(dialect);
  const config = drizzleConfig({ dialect, schema: './src/schema.ts' });
  // Of singlestore there are none, and of sqlite 1.0 does not ask.
  const hasViews = dialect !== 'singlestore' && !(version === '1.0' && dialect === 'sqlite');
  const answers = [
    ...['--rename', 'people=persons', '--rename', 'people.email=persons.mail'],
    ...(hasViews ? ['--rename', 'adults=grown_ups', '--create', 'persons.city'] : []),
  ];

  test.runIf(SAMPLE.includes(`${version} ${dialect}`))(
    'a table, a column in it and a view are renamed as they are by hand',
    () =>
      withWorkspace(
        { ...PACKAGE, 'drizzle.config.ts': config, 'src/schema.ts': before },
        async (workspace) => {
          const start = begun(workspace, after);
          expect(generate(workspace, '--name', 'renamed', ...answers)).toMatchObject({
            exitCode: 0,
            findings: [],
            generated: [{}],
          });
          expect(migrations(workspace)[1]).toMatchSnapshot();
          if (dialect !== 'sqlite') return;
          const database = createClient({ url: ':memory:' });
          const [init, renamed] = migrations(workspace) as [string, string];
          await database.executeMultiple(
            `${init}\n;insert into people (id, email) values (1, 'ada');\n${renamed}`,
          );
          expect((await database.execute('select mail from persons')).rows).toMatchObject([{ mail: 'ada' }]);
          database.close();
          if (version !== '0.31' || !hasScript) return;

          const flagged = newest(workspace);
          expect(flagged.snapshot._meta).toEqual({
            schemas: {},
            tables: { '"people"': '"persons"' },
            columns: { '"persons"."email"': '"persons"."mail"' },
          });
          back(workspace, start);
          const screen = await generateByHand(workspace.dir, 'renamed', {
            persons: '~',
            mail: '~',
            grown_ups: '~',
          });
          expect(newest(workspace), screen).toEqual(flagged);
        },
        modules,
      ),
  );
});

describe('an answer that answers nothing is told, and nothing is written', () => {
  test('where there is a question: beside it', () =>
    withWorkspace(shop({ 'src/schema.ts': RENAMED_SCHEMA }), (workspace) => {
      const before = fingerprint(workspace.dir);
      const { exitCode, error } = generate(workspace, '--rename', 'users.nam=users.title', '--create', 'x');
      expect([exitCode, error.code]).toEqual([2, 'wrong-answer']);
      expect(`${error.message}\n${error.help}`).toMatchInlineSnapshot(`
        "an answer about shop fits nothing that drizzle-kit asks, so nothing was generated:
          --rename users.nam=users.title: nothing called users.nam is gone that column users.title could have been
          --create x: drizzle-kit does not ask about x
          it asks:
            column users.title: renamed from users.name, or new?
        answer all of it, and nothing else: \`npx drizzle-guard generate --database shop --rename users.name=users.title\`; \`--rename <old>=<new>\` says that it was renamed, \`--create <new>\` that it is new"
      `);
      const both = ['--rename', 'users.name=users.title', '--create', 'users.title'];
      expect(generate(workspace, ...both)).toMatchObject({ exitCode: 2, error: { code: 'wrong-answer' } });
      expect(fingerprint(workspace.dir)).toEqual(before);
    }));

  test('where drizzle-kit asks nothing, with changes and without', () =>
    withWorkspace(shop({ 'src/schema.ts': WIDER_SCHEMA }), (workspace) => {
      const answer = ['--create', 'entries.author'];
      const before = fingerprint(workspace.dir);
      expect(generate(workspace, ...answer)).toMatchObject({ exitCode: 2, error: { code: 'wrong-answer' } });
      expect(fingerprint(workspace.dir)).toEqual(before);
      expect(generate(workspace, '--name', 'author').exitCode).toBe(0);
      expect(generate(workspace, ...answer)).toMatchObject({
        exitCode: 2,
        error: { message: expect.stringContaining('whose schema has no changes') },
      });
    }));

  test.each([
    ['usage', ['--rename', 'users.title']],
    ['usage', ['--create', 'a..b']],
    ['usage', ['--custom', '--create', 'a']],
    ['several-databases', ['--create', 'a']],
  ])('%s: %j', (code, args) =>
    withWorkspace(
      {
        'package.json': '{ "workspaces": ["*"] }',
        ...inFolder('a', shop({ 'package.json': '{ "name": "a" }' })),
        ...inFolder('b', shop({ 'package.json': '{ "name": "b" }' })),
      },
      ({ bin, dir }) => {
        const before = fingerprint(dir);
        const run = bin(['generate', '--json', ...args]);
        expect([run.exitCode, run.json().error.code]).toEqual([2, code]);
        expect(fingerprint(dir)).toEqual(before);
      },
    ),
  );
});

test('what is new is made, and what it could have been goes', () =>
  withWorkspace(shop({ 'src/schema.ts': RENAMED_SCHEMA }), (workspace) => {
    const { exitCode } = generate(workspace, '--name', 'title', '--create', 'users.title');
    expect(exitCode).toBe(0);
    expect(workspace.read('drizzle/0003_title.sql')).toBe(
      'ALTER TABLE "users" ADD COLUMN "title" text NOT NULL;--> statement-breakpoint\nALTER TABLE "users" DROP COLUMN "name";',
    );
  }));

test('where the schema is not judged, answers are taken all the same', () =>
  withWorkspace(
    shop({
      'src/schema.ts': RENAMED_SCHEMA,
      'drizzle-guard.json': '{ "checks": { "stale-schema": "off" } }',
    }),
    (workspace) => {
      expect(generate(workspace)).toMatchObject({
        exitCode: 2,
        error: { code: 'ambiguous-rename', help: expect.stringContaining('--rename users.name=users.title') },
      });
      const answer = ['--rename', 'public.users.name=users.title'];
      expect(generate(workspace, ...answer)).toMatchObject({ exitCode: 0, generated: [{}] });
    },
  ));
