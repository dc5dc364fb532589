import { foldersHistory, journalHistory, withRepository, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';

const START = 'CREATE TABLE "orders" ("id" integer PRIMARY KEY, "note" text, "status" text);\n';

type Layout = 'journal' | 'folders';

/** The files of a migrations folder that begins with the start and goes on with these. */
function folderOf(
  layout: Layout,
  names: readonly string[],
  sql: Readonly<Record<string, string>>,
  dir = 'drizzle',
) {
  return layout === 'journal'
    ? journalHistory(
        [
          { tag: '0000_start', sql: START },
          ...names.map((name, at) => ({
            ...{ tag: `000${at + 1}_${name}`, sql: sql[name]! },
            when: Date.UTC(2026, 0, 2) + (Object.keys(sql).indexOf(name) + 1) * 60_000,
          })),
        ],
        dir,
      )
    : foldersHistory(
        [
          { tag: '20260101000000_start', sql: START },
          ...names.map((name) => ({
            ...{ tag: `2026010200000${Object.keys(sql).indexOf(name)}_${name}`, sql: sql[name]! },
          })),
        ],
        dir,
      );
}

const SQL = {
  view: 'CREATE VIEW "open" AS (select "note" from "orders");\n',
  dropped: 'ALTER TABLE "orders" DROP COLUMN "note";\n',
  total: 'ALTER TABLE "orders" ADD COLUMN "total" integer;\n',
  same: 'alter table "orders" add column "total" integer;\n',
  own: 'CREATE TABLE "own" ("id" integer PRIMARY KEY);\n',
  wrong: 'ALTER TABLE "gone" ADD COLUMN "x" integer;\n',
  numbered: 'ALTER TABLE "orders" ADD COLUMN "z" serial;\n',
  counter: 'CREATE SEQUENCE "orders_z_seq";\n',
};

/** Branches of one migration each on one start; `main` is what they will land on. */
async function withBranches(
  layout: Layout,
  branches: Readonly<Record<string, readonly string[]>>,
  use: (repository: Repository) => Promise<void> | void,
  sql: Readonly<Record<string, string>> = SQL,
): Promise<void> {
  await withRepository(
    { ...folderOf(layout, [], sql), 'drizzle-guard.json': '{ "proofLimit": "5s" }' },
    async (repository) => {
      for (const [branch, names] of Object.entries(branches)) {
        repository.prepare('checkout', '--quiet', '-b', branch, 'main');
        repository.commit(branch, {
          ...folderOf(layout, names, sql),
          [`${branch.replaceAll('/', '-')}.txt`]: '',
        });
      }
      await use(repository);
    },
  );
}

const FIVE = {
  'feat/view': ['view'],
  'feat/total': ['total'],
  'feat/same': ['same'],
  'feat/own': ['own'],
  'feat/wrong': ['wrong'],
  'feat/none': [],
  'feat/dropped': ['dropped'],
};

const CHECK = ['check', '--migrations', 'drizzle', '--base', 'main'];

describe.each(['journal', 'folders'] as const)('%s', (layout) => {
  test('a table, what stands between the branches, and the order of landing', () =>
    withBranches(layout, FIVE, ({ bin }) => {
      const run = bin([...CHECK, '--against', 'feat/*']);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toMatchSnapshot();
      const json = bin([...CHECK, '--against', 'feat/*', '--json']).json();
      const [{ against, findings }] = json.databases;
      expect(findings.map(({ code }: { code: string }) => code)).toEqual(['conflicting-migrations']);
      expect(against).toMatchObject({ base: 'main', without: 1, isMergeGroup: false });
      expect(against.branches).toHaveLength(6);
      expect(against.branches[0]).toMatchObject({ name: 'feat/dropped', isThis: true, commit: null });
      // Five that are judged, every two of them.
      expect(against.pairs).toHaveLength(10);
      const of = (...names: string[]) =>
        against.pairs.find(({ branches }: { branches: string[] }) =>
          names.every((name) => branches.includes(name)),
        );
      expect(of('feat/own', 'feat/view')).toMatchObject({ verdict: 'commute', how: 'no name in common' });
      expect(of('feat/view', 'feat/total')).toMatchObject({ verdict: 'commute', how: 'proof' });
      expect(of('feat/same', 'feat/total')).toMatchObject({ verdict: 'convergent', how: 'proof' });
      expect(of('feat/view', 'feat/dropped')).toMatchObject({ verdict: 'conflict', first: null });
      expect([...against.order].sort()).toEqual(
        Object.keys(FIVE)
          .filter((name) => !/none|wrong/.test(name))
          .sort(),
      );
      expect(
        bin(['history', '--migrations', 'drizzle', '--base', 'main', '--against', 'feat/*']).stdout,
      ).toMatchSnapshot();
    }));

  test('what is between others is told and does not fail this branch', () =>
    withBranches(
      layout,
      { 'feat/view': ['view'], 'feat/dropped': ['dropped'], 'feat/own': ['own'] },
      ({ bin }) => {
        const run = bin([...CHECK, '--against', 'feat/view', '--against', 'feat/dropped']);
        expect(run.exitCode).toBe(0);
        expect(run.stdout).toContain('feat/view and feat/dropped conflict');
        const markdown = bin([...CHECK, '--against', 'feat/*', '--format', 'markdown']);
        expect(markdown).toMatchObject({ exitCode: 0, stderr: '' });
        expect(markdown.stdout).toMatchSnapshot();
        // In a merge group every one of them counts.
        const group = bin([...CHECK, '--against', 'feat/*', '--json'], {
          env: { GITHUB_EVENT_NAME: 'merge_group' },
        });
        expect(group.json().databases[0].against.isMergeGroup).toBe(true);
      },
    ));

  test('a branch on top of another one, and one without migrations of its own', () =>
    withBranches(layout, { a: ['own'], b: ['own', 'total'], c: ['view'] }, (repository) => {
      repository.prepare('branch', 'd', 'a');
      repository.prepare('checkout', '--quiet', '-b', 'e', 'a');
      repository.commit('e', { 'e.txt': '' });
      repository.prepare('checkout', '--quiet', 'c');
      const { against } = repository.bin([...CHECK, '--against', '?', '--json']).json().databases[0];
      expect(against.branches.map(({ name }: { name: string }) => name)).toEqual(['c', 'a', 'b']);
      const pair = against.pairs.find(
        ({ branches: [one, other] }: { branches: string[] }) => one === 'a' && other === 'b',
      );
      expect(pair).toMatchObject({ verdict: 'commute', how: 'contained', sameNumber: [], late: [] });
    }));
});

test('without a shadow: what has no name in common, and of the rest what their text tells', () =>
  withBranches(
    'folders',
    { 'feat/view': ['view'], 'feat/own': ['own'], 'feat/dropped': ['dropped'] },
    ({ bin }) => {
      const run = bin([...CHECK, '--against', 'feat/*', '--no-replay']);
      expect(run).toMatchObject({ exitCode: 1, stderr: '' });
      expect(run.stdout).toContain(
        '20260102000001_dropped takes column orders.note away, which 20260102000000_view needs',
      );
      const [{ against, notChecked }] = bin([...CHECK, '--against', 'feat/*', '--no-replay', '--json']).json()
        .databases;
      expect(notChecked).toContain('replay');
      expect(against.pairs.map(({ verdict }: { verdict: string }) => verdict).sort()).toEqual([
        ...['commute', 'commute', 'conflict'],
      ]);
      expect(against.pairs.map(({ how }: { how: string }) => how).sort()).toEqual([
        ...['no name in common', 'no name in common', 'reading'],
      ]);
    },
  ));

test('a name that the database makes up is a name', () =>
  withBranches('folders', { numbered: ['numbered'], counter: ['counter'] }, ({ bin }) => {
    const [{ against }] = bin([...CHECK, '--against', '*', '--json']).json().databases;
    expect(against.pairs).toMatchObject([{ verdict: 'conflict', how: 'proof' }]);
  }));

test('in a merge group every member counts, each with what it brings itself', () =>
  withBranches('folders', { here: [] }, (repository) => {
    // Each branch of the queue holds those before it.
    for (const [name, names] of Object.entries({
      'gh-readonly-queue/main/pr-1': ['view'],
      'gh-readonly-queue/main/pr-2': ['view', 'dropped'],
      'gh-readonly-queue/main/pr-3': ['view', 'dropped', 'own'],
    })) {
      repository.prepare('checkout', '--quiet', '-b', name);
      repository.commit(name, folderOf('folders', names, SQL));
    }
    const run = repository.bin([...CHECK, '--against', 'open', '--json'], {
      env: { GITHUB_EVENT_NAME: 'merge_group' },
    });
    const [{ findings, against }] = run.json().databases;
    expect(against.branches.map(({ migrations }: { migrations: object[] }) => migrations.length)).toEqual([
      1, 1, 1,
    ]);
    expect(findings).toMatchObject([{ code: 'conflicting-migrations', severity: 'error' }]);
    expect(findings[0].message).toContain('of gh-readonly-queue/main/pr-1 and ');
    expect(run.exitCode).toBe(1);
  }));

test('a branch that is broken, one that has nothing in common, one that never ends: the others are judged', () =>
  withBranches(
    'journal',
    { 'feat/own': ['own'], 'feat/endless': ['endless'], 'feat/broken': ['own'], 'feat/strange': ['own'] },
    (repository) => {
      repository.prepare('checkout', '--quiet', 'feat/broken');
      repository.commit('broken', { 'drizzle/meta/_journal.json': '<<<<<<< ours' });
      repository.prepare('checkout', '--quiet', 'feat/strange');
      repository.prepare('rm', '-r', '--quiet', 'drizzle');
      repository.commit(
        'strange',
        journalHistory([{ tag: '0000_other', sql: 'CREATE TABLE "o" ();', when: 5 }]),
      );
      repository.prepare('checkout', '--quiet', '-b', 'feat/nonsense', 'main');
      repository.commit('nonsense', folderOf('journal', ['nonsense'], { nonsense: 'CREATE TABEL oops (;' }));
      repository.prepare('checkout', '--quiet', 'main');
      const run = repository.bin([...CHECK, '--against', 'feat/*']);
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toMatchInlineSnapshot(`
        "drizzle  1 migration, nothing found, schema not checked
          against main: 5 branches bring migrations
            feat/broken                   broken: drizzle/meta/_journal.json cannot be read there
            feat/strange   0000_other     not judged: it has no migration in common with the base
            feat/endless   0001_endless   not judged: it took longer than 5 s ("proofLimit")
            feat/nonsense  0001_nonsense  fails on the base: 0001_nonsense fails: syntax error at or near "TABEL" (drizzle/0001_nonsense.sql:1)
            feat/own       0001_own
        "
      `);
      // Of nothing but what cannot be judged there is no "fine".
      repository.prepare('checkout', '--quiet', 'feat/own');
      const alone = repository.bin([...CHECK, '--against', 'feat/broken', '--json']);
      expect(alone.exitCode).toBe(2);
      expect(alone.json().databases[0].error).toMatchObject({
        code: 'untold-branches',
        message:
          'it cannot be told whether this branch and feat/broken go together: drizzle/meta/_journal.json cannot be read there',
      });
    },
    { ...SQL, endless: 'DO $$ BEGIN WHILE true LOOP PERFORM 1; END LOOP; END $$;\n' },
  ));

test('remote branches: all of the base, without this one and the base', () =>
  withBranches('folders', { 'feat/view': ['view'], 'feat/dropped': ['dropped'] }, (repository) => {
    repository.prepare('checkout', '--quiet', 'main');
    repository.addRemote();
    repository.prepare('checkout', '--quiet', 'feat/dropped');
    repository.prepare('fetch', '--quiet', 'origin');
    const [{ against }] = repository
      .bin(['check', '--migrations', 'drizzle', '--against', 'open', '--json'])
      .json().databases;
    expect(against).toMatchObject({ base: 'origin/main', without: 0 });
    expect(against.branches.map(({ name }: { name: string }) => name)).toEqual([
      'feat/dropped',
      'origin/feat/view',
    ]);
    const alone = repository.bin([
      'check',
      '--migrations',
      'drizzle',
      '--against',
      'origin/main',
      '--against',
      'feat/dropped',
    ]);
    expect(alone.stdout).toContain('against origin/main: 1 branch brings migrations');
  }));

test.each([
  [['--against', 'none/*'], 'unknown-branch', '--against none/*: no branch of this clone matches it'],
  [
    ['--against', 'none'],
    'unknown-branch',
    '--against none: this clone has no branch or commit of that name',
  ],
  [['--against=--all'], 'unknown-branch', '--against --all: this clone has no branch'],
  [['--against'], 'usage', "'--against"],
  [['--against', 'main', '--base', 'gone'], 'no-base', '--base gone'],
])('%s is an error', (args, code, message) =>
  withBranches('journal', { 'feat/own': ['own'] }, ({ bin }) => {
    for (const command of ['check', 'history']) {
      const run = bin([command, '--migrations', 'drizzle', '--base', 'main', ...args, '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().error).toMatchObject({ code });
      expect(run.json().error.message).toContain(message);
    }
  }),
);

test('without a base there is nothing that could have landed', () =>
  withBranches('journal', { 'feat/own': ['own'] }, ({ bin }) => {
    const run = bin(['check', '--migrations', 'drizzle', '--against', 'feat/*', '--json']);
    expect(run.exitCode).toBe(2);
    expect(run.json().error).toMatchObject({ code: 'no-base' });
  }));
