import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isLong, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import {
  CONFIG,
  fingerprint,
  inFolder,
  journalWith,
  MIGRATIONS,
  RENAMED_SCHEMA,
  SCHEMA,
  shop,
  WIDER_SCHEMA,
} from './fixtures';

const BUILT = path.join(__dirname, '../dist/index.js');

describe('a schema with changes', () => {
  test('gets its migration, and says which', () =>
    withWorkspace(shop({ 'src/schema.ts': WIDER_SCHEMA }), ({ bin, read, exists }) => {
      const run = bin(['generate', '--name', 'authors']);
      expect(run).toMatchObject({ exitCode: 0, stderr: '' });
      expect(run.stdout).toBe('shop\n  generated 0003_authors  drizzle/0003_authors.sql\n');
      expect(read('drizzle/0003_authors.sql')).toBe('ALTER TABLE "entries" ADD COLUMN "author" text;');
      expect(exists('drizzle/meta/0003_snapshot.json')).toBe(true);
      expect(bin(['check']).exitCode).toBe(0);
      expect(bin(['generate']).stdout).toBe('shop  the schema has no changes; nothing to generate\n');
    }));

  test('--json is one document', () =>
    withWorkspace(inFolder('packages/db', shop({ 'src/schema.ts': WIDER_SCHEMA })), ({ bin }) => {
      const run = bin(['generate', '--name', 'authors', '--json'], { in: 'packages/db' });
      expect(run.stderr).toBe('');
      expect(run.json()).toEqual({
        version: 1,
        command: 'generate',
        exitCode: 0,
        databases: [
          {
            name: 'shop',
            dir: '.',
            dialect: 'postgresql',
            layout: 'journal',
            generated: [
              {
                migration: '0003_authors',
                files: ['drizzle/0003_authors.sql', 'drizzle/meta/0003_snapshot.json'],
              },
            ],
            findings: [],
            notChecked: ['base'],
          },
        ],
      });
    }));

  test('gets its first migration in a folder that was not there', () =>
    withWorkspace(
      { 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': CONFIG, 'src/schema.ts': SCHEMA },
      ({ bin, read }) => {
        expect(bin(['generate', '--name=init']).exitCode).toBe(0);
        expect(read('drizzle/0000_init.sql')).toContain('CREATE TABLE "users"');
      },
    ));

  test.runIf(isLong)('the first one of a database that came after init: its attributes are asked for', () =>
    withWorkspace(
      {
        'package.json': '{ "workspaces": ["*"] }',
        ...inFolder('a', shop({ 'package.json': '{ "name": "a" }' })),
        'b/package.json': '{ "name": "b" }',
        'b/drizzle.config.ts': CONFIG,
        'b/src/schema.ts': SCHEMA,
      },
      ({ bin, dir, remove }) => {
        const generate = () => {
          const run = bin(['generate', '--database', 'b', '--name', 'init']);
          remove('b/drizzle');
          return run.stdout;
        };
        expect(generate()).toBe('b\n  generated 0000_init  b/drizzle/0000_init.sql\n');
        spawnSync('git', ['init', '--quiet'], { cwd: dir });
        remove('b/drizzle.config.ts');
        expect(bin(['init', '--no-apply-after-merge']).exitCode).toBe(0);
        writeFileSync(path.join(dir, 'b/drizzle.config.ts'), CONFIG);
        expect(generate()).toBe(
          'b\n  generated 0000_init  b/drizzle/0000_init.sql\n  .gitattributes has no lines for b/drizzle yet: run `npx drizzle-guard init`, which adds them\n  next:\n    git add b/drizzle\n',
        );
        expect(bin(['init']).exitCode).toBe(0);
        expect(generate()).toBe(
          'b\n  generated 0000_init  b/drizzle/0000_init.sql\n  next:\n    git add b/drizzle\n',
        );
      },
    ),
  );

  test('of a database that drizzle-guard.json states, without any config', () =>
    withWorkspace(shop({ 'src/schema.ts': WIDER_SCHEMA }), ({ bin, remove, write, exists }) => {
      remove('drizzle.config.ts');
      const stated = { dir: '.', dialect: 'postgresql', schema: ['./src/*.ts'], out: './drizzle' };
      write({ 'drizzle-guard.json': JSON.stringify({ databases: { legacy: stated } }) });
      expect(bin(['generate', '--name', 'authors'])).toMatchObject({ exitCode: 0 });
      expect(exists('drizzle/0003_authors.sql')).toBe(true);
    }));

  test('of one that is stated: its drizzle config, which needs secrets, is not evaluated', () =>
    withWorkspace(shop({ 'src/schema.ts': WIDER_SCHEMA }), ({ bin, write, exists }) => {
      const stated = { dir: '.', dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };
      write({
        'drizzle.config.ts': 'throw new Error("no secrets");',
        'drizzle-guard.json': JSON.stringify({ databases: { shop: stated } }),
      });
      expect(bin(['generate', '--name', 'authors'])).toMatchObject({ exitCode: 0, stderr: '' });
      expect(exists('drizzle/0003_authors.sql')).toBe(true);
    }));

  test('in several databases: each gets its own', () =>
    withWorkspace(
      {
        'package.json': '{ "workspaces": ["*"] }',
        ...inFolder('a', shop({ 'package.json': '{ "name": "a" }', 'src/schema.ts': WIDER_SCHEMA })),
        ...inFolder('b', shop({ 'package.json': '{ "name": "b" }' })),
      },
      ({ bin }) => {
        const run = bin(['generate', '--name', 'authors', '--json']);
        expect(run.json().databases).toMatchObject([
          { name: 'a', generated: [{ migration: '0003_authors' }] },
          { name: 'b', generated: [] },
        ]);
      },
    ));
});

test('a question of drizzle-kit that nobody answered is said to be that', () =>
  withWorkspace(shop({ 'src/schema.ts': RENAMED_SCHEMA }), async ({ dir }) => {
    const before = fingerprint(dir);
    const code = `require(${JSON.stringify(BUILT)}).generate({ cwd: process.cwd(), interactive: true })
      .then((result) => console.error(JSON.stringify(result.databases[0].error)))`;
    // Without a terminal drizzle-kit gives up where it asks, as it does on Ctrl-C.
    const { stderr } = spawnSync(process.execPath, ['-e', code], { cwd: dir, encoding: 'utf8' });
    expect(JSON.parse(/^\{.*\}$/m.exec(stderr)![0])).toMatchObject({
      code: 'cancelled',
      message: expect.stringContaining('was not answered; nothing was generated'),
    });
    expect(fingerprint(dir)).toEqual(before);
  }));

describe('--custom', () => {
  test('makes an empty migration although nothing changed, and the next check is clean', () =>
    withWorkspace(shop(), ({ bin, read }) => {
      const run = bin(['generate', '--custom', '--name', 'fill_notes']);
      expect(run.stdout).toBe('shop\n  generated 0003_fill_notes  drizzle/0003_fill_notes.sql\n');
      expect(read('drizzle/0003_fill_notes.sql')).toMatch(/^-- Custom SQL migration file, .*\n$/);
      expect(bin(['check']).exitCode).toBe(0);
    }));

  test('while the schema has changes makes it, and says that they are still without one', () =>
    withWorkspace(shop({ 'src/schema.ts': WIDER_SCHEMA }), ({ bin }) => {
      const run = bin(['generate', '--custom', '--name', 'fill_notes', '--json']);
      expect(run.exitCode).toBe(0);
      expect(run.json().databases[0]).toMatchObject({
        generated: [{ migration: '0003_fill_notes' }],
        findings: [{ code: 'stale-schema', severity: 'warning' }],
      });
    }));

  test('for several databases is refused', () =>
    withWorkspace(
      {
        'package.json': '{ "workspaces": ["*"] }',
        ...inFolder('a', shop({ 'package.json': '{ "name": "a" }' })),
        ...inFolder('b', shop({ 'package.json': '{ "name": "b" }' })),
      },
      ({ bin, dir }) => {
        const before = fingerprint(dir);
        const run = bin(['generate', '--custom', '--json']);
        expect(run.exitCode).toBe(2);
        expect(run.json().error.code).toBe('several-databases');
        expect(fingerprint(dir)).toEqual(before);
      },
    ));
});

describe('nothing is written', () => {
  /** Runs generate and expects every byte of the folder to be as before. */
  async function refused(files: Record<string, string>, exitCode: number, args: string[] = []) {
    let document: ReturnType<typeof JSON.parse>;
    await withWorkspace(files, ({ bin, dir }) => {
      const before = fingerprint(dir);
      const run = bin(['generate', '--json', ...args]);
      expect(run.exitCode, run.stdout).toBe(exitCode);
      expect(fingerprint(dir)).toEqual(before);
      document = run.json();
    });
    return document.databases[0];
  }

  test('where drizzle-kit would ask whether something was renamed: 2, and how to answer', async () => {
    const database = await refused(shop({ 'src/schema.ts': RENAMED_SCHEMA }), 2);
    expect(database).toMatchObject({
      generated: [],
      questions: [{ name: 'users.title', from: ['users.name'], flag: '--rename users.name=users.title' }],
      error: {
        code: 'ambiguous-rename',
        message: expect.stringContaining('there is no terminal to ask in; nothing was generated'),
        help: expect.stringContaining(
          '`npx drizzle-guard generate --database shop --rename users.name=users.title`',
        ),
      },
    });
  });

  const snapshot = 'drizzle/meta/0002_snapshot.json';
  const { prevId: idOf1 } = JSON.parse(MIGRATIONS[snapshot]!) as { prevId: string };
  const { prevId: idOf0 } = JSON.parse(MIGRATIONS['drizzle/meta/0001_snapshot.json']!) as { prevId: string };

  test.each([
    ['forked-history', { [snapshot]: MIGRATIONS[snapshot]!.replace(idOf1, idOf0) }],
    ['malformed-snapshot', { [snapshot]: '<<<<<<< HEAD' }],
    ['broken-journal', { 'drizzle/meta/_journal.json': '<<<<<<< HEAD' }],
    [
      'duplicate-prefix',
      {
        'drizzle/0002_theirs.sql': 'SELECT 1;',
        'drizzle/meta/_journal.json': journalWith((entries) => [
          ...entries,
          { ...entries[2]!, idx: 3, tag: '0002_theirs', when: entries[2]!.when + 1 },
        ]),
      },
    ],
  ])('%s: 1, with the finding', async (code, changes) => {
    const database = await refused(shop({ 'src/schema.ts': WIDER_SCHEMA, ...changes }), 1);
    expect(database.findings.map((finding: { code: string }) => finding.code)).toContain(code);
    expect(database.generated).toEqual([]);
    expect(database.error).toBeUndefined();
  });

  test('where the newest migration has no snapshot', async () => {
    const { [snapshot]: _gone, ...files } = shop({ 'src/schema.ts': WIDER_SCHEMA });
    expect((await refused(files, 1)).findings).toMatchObject([{ code: 'missing-snapshot' }]);
  });

  test('that stays, where drizzle-kit fails half-way: what it wrote is taken back', async () => {
    const tooLong = 'a'.repeat(300);
    const database = await refused(shop({ 'src/schema.ts': WIDER_SCHEMA }), 2, ['--name', tooLong]);
    expect(database).toMatchObject({ generated: [], error: { code: 'generate-failed' } });
    expect(database.error.message).toContain('what it wrote was taken back. It printed:');
  });

  test.each(['feature/x', '../x', 'a b', ''])('for the name %j, which cannot be a file’s', async (name) => {
    await withWorkspace(shop({ 'src/schema.ts': WIDER_SCHEMA }), ({ bin, exists }) => {
      const run = bin(['generate', '--custom', '--name', name, '--json']);
      expect([run.exitCode, run.json().error.code]).toEqual([2, 'usage']);
      expect(exists('drizzle/meta/0003_snapshot.json')).toBe(false);
    });
  });

  test('where the schema cannot be loaded', async () => {
    const database = await refused(shop({ 'src/schema.ts': "throw new Error('not today');" }), 2);
    expect(database.generated).toEqual([]);
    expect(database.error.message).toContain('not today');
  });

  test('and no secret is said, where the schema throws with one', async () => {
    let output = '';
    const schema = `${WIDER_SCHEMA}\nif (process.env.DATABASE_URL) throw new Error('cannot reach ' + process.env.DATABASE_URL);\n`;
    await withWorkspace(shop({ 'src/schema.ts': schema }), ({ bin }) => {
      const run = bin(['generate', '--json'], {
        env: { DATABASE_URL: 'postgres://ada:hunter2@db.example/shop' },
      });
      output = run.stdout + run.stderr;
    });
    expect(output).not.toContain('hunter2');
  });
});

test('a folder that had a harmless fault before may be generated into, and it is not held against the new migration', () =>
  withWorkspace(
    shop({ 'src/schema.ts': WIDER_SCHEMA, 'drizzle/0001_left_over.sql': 'SELECT 1;' }),
    ({ bin }) => {
      const run = bin(['generate', '--name', 'authors', '--json']);
      expect(run.exitCode).toBe(0);
      expect(run.json().databases[0]).toMatchObject({
        generated: [{ migration: '0003_authors' }],
        findings: [],
      });
    },
  ));

test('paths with spaces and letters of any script', () =>
  withWorkspace(
    {
      'package.json': '{ "workspaces": ["*"] }',
      ...inFolder('Aufträge 数据/db', shop({ 'src/schema.ts': WIDER_SCHEMA })),
    },
    ({ bin, exists }) => {
      expect(bin(['generate', '--name', 'authors', '-d', 'shop'])).toMatchObject({ exitCode: 0 });
      expect(exists('Aufträge 数据/db/drizzle/0003_authors.sql')).toBe(true);
    },
  ));

describe.runIf(isLong)('what drizzle-kit does not see', () => {
  const VIEWS = `import { integer, KIND, pgTable } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: integer('id').primaryKey() });
export const ids = KIND('ids').as((query) => query.select({ id: users.id }).from(users));
`;
  const schemaOf = (kind: string) => VIEWS.replaceAll('KIND', kind);
  const CONFIG_ALONE = { 'drizzle.config.ts': CONFIG, 'package.json': '{ "name": "shop" }' };

  test('is stale, is said by generate, and has its snapshot from --custom', () =>
    withWorkspace({ ...CONFIG_ALONE, 'src/schema.ts': schemaOf('pgView') }, ({ bin, write, read }) => {
      expect(bin(['generate', '--name', 'init']).exitCode).toBe(0);
      write({ 'src/schema.ts': schemaOf('pgMaterializedView') });
      const run = bin(['generate']);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toMatchInlineSnapshot(`
        "shop
          error[stale-schema] the schema of shop has changes that no migration has:
            view ids is changed
            src/schema.ts
            help: for this drizzle-kit writes no SQL: run \`npx drizzle-guard generate --database shop --custom\` and write the statements into the file that it makes
        1 error, 0 warnings
        "
      `);
      expect(bin(['check', '--json']).json().databases[0].findings).toMatchObject([
        { code: 'stale-schema', help: expect.stringContaining('--custom') },
      ]);
      expect(bin(['generate', '--custom', '--name', 'materialize']).exitCode).toBe(0);
      expect(read('drizzle/meta/0001_snapshot.json')).toContain('"materialized": true');
      const snapshots = ['0000', '0001'].map((n) => JSON.parse(read(`drizzle/meta/${n}_snapshot.json`)));
      expect(snapshots[1].prevId).toBe(snapshots[0].id);
      expect(snapshots[1].id).not.toBe(snapshots[0].id);
      expect(bin(['check']).exitCode).toBe(0);
      expect(bin(['generate', '--json']).json().databases[0]).toMatchObject({ generated: [], findings: [] });
    }));
});

test('where the config throws without its variables, generate needs none of them', () => {
  const throws = `if (!process.env.DATABASE_URL) throw new Error('not set');\n${CONFIG}`;
  return withWorkspace(shop({ 'drizzle.config.ts': throws, 'src/schema.ts': WIDER_SCHEMA }), ({ bin }) => {
    const run = bin(['generate', '--name', 'author', '--json']);
    expect(run.json().databases[0]).toMatchObject({
      generated: [{ migration: '0003_author' }],
      findings: [],
    });
    expect(run.exitCode).toBe(0);
  });
});
