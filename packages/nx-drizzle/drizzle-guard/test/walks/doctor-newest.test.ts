import { isLong, sampleOf, withRepository, withWorkspace, type Workspace } from 'testkit';
import { expect, test } from 'vitest';
import { built } from '../checked';
import { hasMysql } from '../engines/mysql/fixtures';
import { schemaWith, steps, type Step } from '../hooks/fixtures';
import { shop } from '../fixtures';

const hasServer = await hasMysql();

/** The package of `shop` with these steps, each as drizzle-kit or people wrote it, and this schema. */
function grown(given: Step[], ...columns: string[]): Record<string, string> {
  const files = Object.entries(steps(...given)).map(([file, text]) => [file.slice('db/'.length), text]);
  return { ...shop(), ...Object.fromEntries(files), 'src/schema.ts': schemaWith(...columns) };
}

/** The journal with its first entry alone, and the schema that it leads to. */
function onlyFirst({ read }: Workspace, tag: string): { journal: string; schema: string } {
  const journal = JSON.parse(read('drizzle/meta/_journal.json')) as { entries: { tag: string }[] };
  const entries = journal.entries.filter((entry) => entry.tag === tag);
  return {
    journal: JSON.stringify({ ...journal, entries }, null, 2),
    schema: read('src/schema.ts').replace(/export const entries[^]*$/, ''),
  };
}

async function doctor({ dir }: Workspace, repair = true) {
  const result = await built.doctor({ cwd: dir, repair });
  return { ...result.databases[0]!, exitCode: built.exitCodeOf(result) };
}

async function generate({ dir }: Workspace) {
  const result = await built.generate({ cwd: dir, name: 'next' });
  return { ...result.databases[0]!, exitCode: built.exitCodeOf(result) };
}

async function check({ dir }: Workspace): Promise<number> {
  return built.exitCodeOf(await built.check({ cwd: dir }));
}

const NEWEST = 'drizzle/meta/0003_snapshot.json';
const tables = (text: string) => JSON.parse(text).tables as object;
const BY_HAND = `ALTER TABLE "entries" ADD COLUMN IF NOT EXISTS "tag" text;\nUPDATE "entries" SET "tag" = '';`;

test('a newest migration by hand without a snapshot: what generate refuses with is the way out', () =>
  withWorkspace(grown([{ tag: '0003_tag', column: 'tag', sql: BY_HAND }], 'tag'), async (workspace) => {
    const before = tables(workspace.read(NEWEST));
    const sql = workspace.read('drizzle/0003_tag.sql');
    workspace.remove(NEWEST);
    expect(workspace.bin(['generate']).stdout).toContain('npx drizzle-guard doctor --repair --database shop');
    const told = await doctor(workspace, false);
    expect(told).toMatchObject({
      exitCode: 1,
      edits: [NEWEST],
      repairs: [{ unproved: true }],
      decisions: [],
    });
    expect(workspace.exists(NEWEST)).toBe(false);
    const run = workspace.bin(['doctor', '--repair', '--database', 'shop']);
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('the state of the schema') });
    expect(tables(workspace.read(NEWEST))).toEqual(before);
    expect(workspace.read('drizzle/0003_tag.sql')).toBe(sql);
    expect(await check(workspace)).toBe(0);
    expect(await generate(workspace)).toMatchObject({ exitCode: 0, generated: [] });
    workspace.write({ 'src/schema.ts': schemaWith('tag', 'kind') });
    expect(await generate(workspace)).toMatchObject({ exitCode: 0, generated: [{ migration: '0004_next' }] });
    expect(workspace.read('drizzle/0004_next.sql')).toBe('ALTER TABLE "entries" ADD COLUMN "kind" text;');
    expect(await check(workspace)).toBe(0);
  }));

test.runIf(isLong)('where the schema has gone further, as much of it as the SQL does', () =>
  withWorkspace(
    grown([{ tag: '0003_tag', column: 'tag', sql: BY_HAND }], 'tag', 'kind'),
    async (workspace) => {
      const before = tables(workspace.read(NEWEST));
      workspace.remove(NEWEST);
      expect(await doctor(workspace)).toMatchObject({ repaired: true, findings: [{ code: 'stale-schema' }] });
      expect(tables(workspace.read(NEWEST))).toEqual(before);
      expect(await generate(workspace)).toMatchObject({ generated: [{}], findings: [] });
      expect(workspace.read('drizzle/0004_next.sql')).toBe('ALTER TABLE "entries" ADD COLUMN "kind" text;');
    },
  ),
);

test.runIf(isLong)(
  'where the schema has gone further in a table that the SQL makes, it is that of HEAD that is proved',
  () =>
    withRepository(shop(), async (repository) => {
      for (const tag of ['0001_entries', '0002_first_entry']) {
        repository.remove(`drizzle/${tag}.sql`);
        repository.remove(`drizzle/meta/${tag.slice(0, 4)}_snapshot.json`);
      }
      const { journal, schema } = onlyFirst(repository, '0000_users');
      repository.write({ 'drizzle/meta/_journal.json': journal, 'src/schema.ts': schema });
      const before = tables(repository.read('drizzle/meta/0000_snapshot.json'));
      repository.remove('drizzle/meta/0000_snapshot.json');
      repository.prepare('add', '.');
      repository.prepare('commit', '--quiet', '--no-verify', '--message', 'Broken');
      repository.write({
        'src/schema.ts': schema.replace("name: text('name')", "age: integer('age'), name: text('name')"),
      });
      repository.prepare('add', '.');
      const stale = repository.git(['commit', '--message', 'Stale']);
      expect(stale.stderr).toContain('npx drizzle-guard doctor --database shop --repair');
      expect(repository.bin(['doctor', '--database', 'shop', '--repair']).stdout).toContain(
        'the schema of HEAD',
      );
      expect(tables(repository.read('drizzle/meta/0000_snapshot.json'))).toEqual(before);
      expect(repository.bin(['generate', '--database', 'shop', '--name', 'age']).exitCode).toBe(0);
      repository.prepare('add', '.');
      expect(repository.git(['commit', '--message', 'Mended'])).toMatchObject({ exitCode: 0 });
    }),
);

test.each(
  sampleOf(
    [
      ['rows alone', `UPDATE "entries" SET "note" = 'x';`],
      [
        'a function, which no snapshot knows',
        'CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;',
      ],
    ],
    2,
  ),
)('%s: the state is that of the one before', (_, sql) =>
  withWorkspace(grown([{ tag: '0003_own', sql }], 'kind'), async (workspace) => {
    workspace.remove(NEWEST);
    expect(await doctor(workspace)).toMatchObject({ repaired: true, findings: [{ code: 'stale-schema' }] });
    expect(tables(workspace.read(NEWEST))).toEqual(tables(workspace.read('drizzle/meta/0002_snapshot.json')));
    expect(await generate(workspace)).toMatchObject({ generated: [{}], findings: [] });
    expect(await check(workspace)).toBe(0);
  }),
);

test.runIf(isLong)(
  'several in a row: the newest gets one, and those before it where nothing is in doubt',
  () =>
    withWorkspace(
      grown(
        [
          { tag: '0003_tag', column: 'tag', sql: BY_HAND },
          { tag: '0004_kind', column: 'kind' },
          { tag: '0005_fill', sql: `UPDATE "entries" SET "kind" = 'x';` },
        ],
        'tag',
        'kind',
      ),
      async (workspace) => {
        for (const number of ['0003', '0004', '0005'])
          workspace.remove(`drizzle/meta/${number}_snapshot.json`);
        expect(await doctor(workspace)).toMatchObject({ repaired: true, findings: [], exitCode: 0 });
        expect(await check(workspace)).toBe(0);
        expect(await generate(workspace)).toMatchObject({ exitCode: 0, generated: [] });
      },
    ),
);

test.runIf(isLong)(
  'several that do one thing twice: the newest gets one, which continues the last that is there',
  () =>
    withWorkspace(
      grown(
        [
          { tag: '0003_tag', column: 'tag', sql: BY_HAND },
          { tag: '0004_again', sql: 'ALTER TABLE "entries" ALTER COLUMN "tag" DROP NOT NULL;' },
        ],
        'tag',
      ),
      async (workspace) => {
        for (const number of ['0003', '0004']) workspace.remove(`drizzle/meta/${number}_snapshot.json`);
        const done = await doctor(workspace);
        expect(done).toMatchObject({
          repaired: true,
          findings: [{ code: 'missing-snapshot', migration: '0003_tag' }],
        });
        const { prevId } = JSON.parse(workspace.read('drizzle/meta/0004_snapshot.json'));
        expect(prevId).toBe(JSON.parse(workspace.read('drizzle/meta/0002_snapshot.json')).id);
        expect(await generate(workspace)).toMatchObject({ exitCode: 0, generated: [] });
      },
    ),
);

test.runIf(isLong)('SQL that does neither: refused with what differs, and nothing is written', () =>
  withWorkspace(
    grown([{ tag: '0003_tag', sql: 'ALTER TABLE "entries" ADD COLUMN "tag" integer;' }], 'tag'),
    async (workspace) => {
      workspace.remove(NEWEST);
      const done = await doctor(workspace);
      expect(done).toMatchObject({ repaired: false, edits: [], exitCode: 1 });
      const [decision] = done.decisions;
      expect(decision!.what).toContain(
        'column public.entries.tag is `integer` in the SQL and `text` in the snapshot',
      );
      expect(workspace.exists(NEWEST)).toBe(false);
    },
  ),
);

/** A newest migration of MySQL that was written by hand and has lost its snapshot. */
function withEditedMysql(use: (workspace: Workspace) => Promise<void>): Promise<void> {
  const schema = (more: string) =>
    `import { int, mysqlTable } from 'drizzle-orm/mysql-core';\nexport const t = mysqlTable('t', { id: int('id').primaryKey()${more} });\n`;
  const files = {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': "export default { dialect: 'mysql', schema: './src/schema.ts', out: './drizzle' };",
    'src/schema.ts': schema(''),
  };
  return withWorkspace(files, async (workspace) => {
    await generate(workspace);
    workspace.write({ 'src/schema.ts': schema(", a: int('a')") });
    expect(await generate(workspace)).toMatchObject({ generated: [{ migration: '0001_next' }] });
    const newest = 'drizzle/meta/0001_snapshot.json';
    const before = tables(workspace.read(newest));
    workspace.remove(newest);
    // What drizzle-kit itself wrote needs no shadow.
    expect(await doctor(workspace)).toMatchObject({ repaired: true, exitCode: 0 });
    expect(tables(workspace.read(newest))).toEqual(before);

    workspace.remove(newest);
    workspace.write({ 'drizzle/0001_next.sql': 'ALTER TABLE t ADD COLUMN a int AFTER id;' });
    await use(workspace);
  });
}

test.runIf(isLong)('where there is no shadow: refused, with a way out that leads out', () =>
  withEditedMysql(async (workspace) => {
    const done = await doctor(workspace);
    expect(done).toMatchObject({ repaired: false, exitCode: 1 });
    expect(done.decisions[0]!.what).toContain('a shadow of MySQL is made on a server');
    const waivers = [
      { database: 'shop', code: 'missing-snapshot', migration: '0001_next', reason: 'by hand' },
    ];
    workspace.write({ 'drizzle-guard.json': JSON.stringify({ waivers }) });
    expect(await generate(workspace)).toMatchObject({ generated: [{ migration: '0002_next' }] });
    expect(await check(workspace)).toBe(0);
  }),
);

test.runIf(isLong && hasServer)('a shadow of MySQL on a server bears it out', () =>
  withEditedMysql(async (workspace) => {
    workspace.write({
      'drizzle-guard.json': '{ "shadow": { "urlEnv": "SHADOW_URL" } }',
      '.env': 'SHADOW_URL=mysql://root@127.0.0.1:3306',
    });
    expect(await doctor(workspace)).toMatchObject({ repaired: true, exitCode: 0 });
  }),
);
