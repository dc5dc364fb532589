import { foldersHistory, journalHistory, withWorkspace, type FolderSpec, type MigrationSpec } from 'testkit';
import { describe, expect, test } from 'vitest';
import { inFolder, shop } from './fixtures';

/** What people read of a bare folder, with the exit code where it is not 0. */
async function drawing(files: Record<string, string>): Promise<string> {
  let read = '';
  await withWorkspace({ 'package.json': '{}', ...files }, ({ bin }) => {
    const { exitCode, stdout, stderr } = bin(['history', '--migrations', 'drizzle']);
    read = `\n${stdout}${stderr}${exitCode === 0 ? '' : `exit ${exitCode}\n`}`;
  });
  return read;
}

const journal = (...migrations: (string | MigrationSpec)[]) => drawing(journalHistory(migrations));
const folders = (...migrations: (string | FolderSpec)[]) => drawing(foldersHistory(migrations));

describe('the drawing', () => {
  test('of a line', async () => {
    expect(await journal('0000_users', '0001_orders')).toMatchInlineSnapshot(`
      "
      drizzle  2 migrations
        * 2026-01-01 0001_orders
        * 2026-01-01 0000_users
      no base: there is no git repository here; everything counts as landed
      "
    `);
  });

  test('of a long line: its ends, and what is special in it', async () => {
    const tags = Array.from({ length: 40 }, (_, index) => `${`${index}`.padStart(4, '0')}_step`);
    const migrations: (string | MigrationSpec)[] = [...tags];
    migrations.splice(20, 2, { tag: tags[20]!, snapshot: null }, { tag: tags[21]!, parent: tags[19]! });
    expect(await journal(...migrations)).toMatchInlineSnapshot(`
      "
      drizzle  40 migrations
        * 2026-01-01 0039_step
        * 2026-01-01 0038_step
        * 2026-01-01 0037_step
        * 2026-01-01 0036_step
        : 11 more in line, 0025_step to 0035_step
        * 2026-01-01 0024_step
        * 2026-01-01 0023_step
        * 2026-01-01 0022_step
        * 2026-01-01 0021_step
        | * 2026-01-01 0020_step  no snapshot
        * 2026-01-01 0019_step
        * 2026-01-01 0018_step
        * 2026-01-01 0017_step
        : 13 more in line, 0004_step to 0016_step
        * 2026-01-01 0003_step
        * 2026-01-01 0002_step
        * 2026-01-01 0001_step
        * 2026-01-01 0000_step
      no base: there is no git repository here; everything counts as landed
      "
    `);
  });

  test('of a fork in the journal layout', async () => {
    expect(
      await journal('0000_users', '0001_orders', '0002_tags', { tag: '0003_titles', parent: '0001_orders' }),
    ).toMatchInlineSnapshot(`
      "
      drizzle  4 migrations, 1 fork, 2 open leaves
        * 2026-01-01 0003_titles  open leaf
        | * 2026-01-01 0002_tags  open leaf
        |/
        * 2026-01-01 0001_orders  fork
        * 2026-01-01 0000_users
      no base: there is no git repository here; everything counts as landed
      "
    `);
  });

  test('of branches in the folders layout that were merged', async () => {
    const [start, tags, titles, merged] = ['start', 'tags', 'titles', 'merged'].map(
      (name, index) => `2026010${index + 1}120000_${name}`,
    ) as [string, string, string, string];
    expect(
      await folders(
        start,
        { tag: tags, parents: [start] },
        { tag: titles, parents: [start] },
        { tag: merged, parents: [tags, titles] },
      ),
    ).toMatchInlineSnapshot(`
      "
      drizzle  4 migrations, 1 fork
        * 2026-01-04 20260104120000_merged  merge
        |\\
        | * 2026-01-03 20260103120000_titles
        * | 2026-01-02 20260102120000_tags
        |/
        * 2026-01-01 20260101120000_start  fork
      no base: there is no git repository here; everything counts as landed
      "
    `);
  });

  test('of two forks and three open leaves', async () => {
    const names = ['start', 'flags', 'billing', 'notes', 'tokens', 'phones'];
    const [start, flags, billing, notes, tokens, phones] = names.map(
      (name, index) => `2026010${index + 1}120000_${name}`,
    ) as [string, string, string, string, string, string];
    expect(
      await folders(
        start,
        { tag: flags, parents: [start] },
        { tag: billing, parents: [start] },
        { tag: notes, parents: [billing] },
        { tag: tokens, parents: [billing] },
        { tag: phones, parents: [tokens] },
      ),
    ).toMatchInlineSnapshot(`
      "
      drizzle  6 migrations, 2 forks, 3 open leaves
        * 2026-01-06 20260106120000_phones  open leaf
        * 2026-01-05 20260105120000_tokens
        | * 2026-01-04 20260104120000_notes  open leaf
        |/
        * 2026-01-03 20260103120000_billing  fork
        | * 2026-01-02 20260102120000_flags  open leaf
        |/
        * 2026-01-01 20260101120000_start  fork
      no base: there is no git repository here; everything counts as landed
      "
    `);
  });

  test('of a history that is broken everywhere', async () => {
    const files = journalHistory([
      { tag: '0000_users', parent: 'gone' },
      { tag: '0001_orders', parent: '0002_tags' },
      { tag: '0002_tags', parent: '0001_orders', when: 8.7e15 },
      { tag: '0003_titles', parent: '0002_tags' },
      { tag: '0003_twins', parent: '0002_tags' },
      { tag: '0004_mute', snapshot: null, sql: null },
    ]);
    const name = 'drizzle/meta/_journal.json';
    files[name] = files[name]!.replace('"entries": [', '"entries": [ {"idx": "x"},');
    expect(await drawing(files)).toMatchInlineSnapshot(`
      "
      drizzle  6 migrations, 1 fork, 3 open leaves
        * no date 0004_mute  no snapshot

        * no date 0003_twins  open leaf, duplicate snapshot
        | * no date 0003_titles  open leaf, duplicate snapshot
        |/
        * no date 0002_tags  fork
        * 2026-01-01 0001_orders  later parent

        * 2026-01-01 0000_users  open leaf, dangling parent
        not drawn: drizzle/meta/_journal.json:4 has an entry that is not one: idx: Invalid type: Expected number but received "x"
      no base: there is no git repository here; everything counts as landed
      "
    `);
  });
});

test('a journal that is none, and a folder without migrations, end with 2', async () => {
  expect(await drawing({ ...journalHistory(['0000_users']), 'drizzle/meta/_journal.json': '<<<<<<< HEAD' }))
    .toMatchInlineSnapshot(`
      "
      drizzle
        error[unreadable-history] drizzle/meta/_journal.json cannot be read, so it is not known which migrations there are
          help: \`npx drizzle-guard check --migrations drizzle\` says what is wrong with it; nothing was drawn
      0 errors, 0 warnings, 1 database could not be dealt with
      exit 2
      "
    `);
  expect(await drawing({ 'drizzle/README.md': '' })).toMatchInlineSnapshot(`
    "
    drizzle
      error[no-migrations] drizzle holds no migrations: no journal with entries, no SQL, no snapshot
        help: give the folder that holds meta/_journal.json, or one folder for each migration; nothing was checked
    0 errors, 0 warnings, 1 database could not be dealt with
    exit 2
    "
  `);
});

test('JSON has every migration, oldest first, and null where no base is', () =>
  withWorkspace(shop(), ({ bin }) => {
    const run = bin(['history', '--json']);
    const document = run.json();
    expect({ exitCode: run.exitCode, command: document.command }).toEqual({
      exitCode: 0,
      command: 'history',
    });
    expect(document.databases).toMatchObject([
      {
        name: 'shop',
        dialect: 'postgresql',
        layout: 'journal',
        findings: [],
        notChecked: ['base'],
        base: null,
        whyNoBase: 'there is no git repository here',
        notDrawn: [],
      },
    ]);
    expect(document.databases[0].migrations.map(({ migration }: { migration: string }) => migration)).toEqual(
      ['0000_users', '0001_entries', '0002_first_entry'],
    );
    expect(document.databases[0].migrations[1]).toEqual({
      migration: '0001_entries',
      madeAt: expect.stringMatching(/^2026-.*Z$/),
      landed: null,
      here: true,
      late: false,
      parents: ['0000_users'],
      marks: [],
    });
  }));

test('several databases are drawn one after another, and one that cannot be evaluated leaves the others', () =>
  withWorkspace(
    {
      'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
      ...inFolder('packages/orders', shop({ 'package.json': '{ "name": "orders" }' })),
      ...inFolder('packages/stock', shop({ 'package.json': '{ "name": "stock" }' })),
      'packages/orders/drizzle.config.ts': 'throw new Error("no secrets here")',
    },
    ({ bin }) => {
      const run = bin(['history']);
      expect(run.exitCode).toBe(2);
      expect(run.stdout).toContain('orders\n  error[cannot-evaluate]');
      expect(run.stdout).toContain('stock  3 migrations\n  * 2026-');
    },
  ));
