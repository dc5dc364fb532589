import { isLong, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import { db, landedMeanwhile, MINE, schemaWith, steps, THEIRS, withDb } from './hooks/fixtures';
import { MIGRATIONS } from './fixtures';

type Document = ReturnType<typeof JSON.parse>;

/** What check says as JSON, with its exit code; git's settings are not this machine's. */
function checked(
  { bin, env }: Repository,
  ...args: string[]
): { exitCode: number | null; all: Document; db: Document } {
  const run = bin(['check', '--json', ...args], { env });
  const all = run.json();
  return { exitCode: run.exitCode, all, db: all.databases[0] };
}

const codes = (database: Document) => database.findings.map(({ code }: { code: string }) => code);

test('the base is judged only where it is asked for', () =>
  withDb((repository) => {
    landedMeanwhile(repository);
    expect(checked(repository)).toMatchObject({ exitCode: 0, db: { findings: [], notChecked: ['base'] } });
    const { exitCode, db: database } = checked(repository, '--base', 'auto');
    expect(exitCode).toBe(1);
    expect(codes(database)).toEqual(['forked-history', 'duplicate-prefix']);
    expect(database.notChecked).toEqual([]);
    expect(database.findings[0].message).toContain('origin/main has 0003_tag, which this branch lacks');
  }));

test('a merge is predicted without touching anything, whatever is checked out', () =>
  withDb((repository) => {
    landedMeanwhile(repository);
    repository.prepare('checkout', '--quiet', 'main');
    repository.write({
      'db/drizzle/0000_users.sql': 'edited in the work tree only',
      'db/src/schema.ts': 'throw 1;',
    });
    const before = repository.prepare('status', '--porcelain=v2', '--branch');
    const { exitCode, db: database } = checked(repository, '--base', 'origin/main', '--head', 'feat');
    expect([exitCode, codes(database)]).toEqual([1, ['forked-history', 'duplicate-prefix']]);
    expect(database).toMatchObject({ migrationCount: 4, notChecked: [] });
    expect(repository.prepare('status', '--porcelain=v2', '--branch')).toBe(before);
    // Beside the local main that is checked out, and not its upstream: the work is on feat.
    expect(codes(checked(repository, '--base', 'main', '--head', 'feat').db)).toHaveLength(2);
  }));

test('a merge queue: the commit that is to land, beside the one it lands on', () =>
  withDb((repository) => {
    const base = repository.prepare('rev-parse', 'HEAD');
    repository.prepare('checkout', '--quiet', '-b', 'queue');
    const good = repository.commit('Good', steps(THEIRS));
    const late = repository.commit(
      'Late',
      steps(THEIRS, { ...MINE, tag: '0004_title', when: THEIRS.when - 1 }),
    );
    expect(checked(repository, '--base', base, '--head', good)).toMatchObject({
      exitCode: 0,
      db: { findings: [] },
    });
    const { exitCode, db: database } = checked(repository, '--base', good, '--head', late);
    expect([exitCode, codes(database)]).toEqual([1, ['timestamp-regression', 'late-migration']]);
  }));

test('edited, renamed and removed landed migrations, in the index and in the work tree', () =>
  withDb((repository) => {
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    repository.write({ 'db/drizzle/0001_entries.sql': `${MIGRATIONS['drizzle/0001_entries.sql']}-- more\n` });
    expect(checked(repository, '--base', 'auto').db.findings).toMatchObject([
      { code: 'edited-migration', migration: '0001_entries', file: 'db/drizzle/0001_entries.sql' },
    ]);
    expect(checked(repository, '--base', 'auto', '--head', 'index')).toMatchObject({ exitCode: 0 });
    repository.prepare('checkout', '--quiet', '.');
    const crlf = MIGRATIONS['drizzle/0000_users.sql']!.replaceAll('\n', '\r\n');
    repository.write({ 'db/drizzle/0000_users.sql': crlf });
    expect(checked(repository, '--base', 'auto')).toMatchObject({ exitCode: 0, db: { findings: [] } });
    repository.prepare('mv', 'db/drizzle/0002_first_entry.sql', 'db/drizzle/0002_first.sql');
    const journal = repository
      .read('db/drizzle/meta/_journal.json')
      .replace('0002_first_entry', '0002_first');
    repository.write({ 'db/drizzle/meta/_journal.json': journal });
    repository.prepare('add', '.');
    expect(checked(repository, '--base', 'auto', '--head', 'index').db.findings).toMatchObject([
      { code: 'removed-migration', message: expect.stringContaining('is called 0002_first here') },
    ]);
  }));

test('in a merge in progress, what the resolution drops of the base is removed', () =>
  withDb((repository) => {
    landedMeanwhile(repository);
    repository.git(['merge', 'origin/main']);
    repository.prepare('checkout', '--quiet', '--ours', '--', 'db/drizzle');
    repository.prepare('rm', '--quiet', '-f', '--ignore-unmatch', 'db/drizzle/0003_tag.sql');
    repository.write({ 'db/src/schema.ts': schemaWith('users.title') });
    repository.prepare('add', '.');
    const { exitCode, db: database } = checked(repository, '--base', 'auto');
    expect([exitCode, codes(database)]).toEqual([1, ['removed-migration']]);
    // The hook says the same of what is about to be recorded.
    const run = repository.git(['commit', '--no-edit']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('error[removed-migration] 0003_tag is on origin/main and was removed here');
  }));

test('on the base branch itself its upstream is the base', () =>
  withDb((repository) => {
    repository.addRemote();
    repository.commit('Ahead', steps(THEIRS));
    expect(checked(repository, '--base', 'main')).toMatchObject({ exitCode: 0, db: { notChecked: [] } });
    repository.prepare('push', '--quiet');
    repository.commit('Removed', db());
    repository.prepare('rm', '--quiet', 'db/drizzle/0003_tag.sql', 'db/drizzle/meta/0003_snapshot.json');
    repository.commit('Removed');
    expect(codes(checked(repository, '--base', 'main').db)).toEqual(['removed-migration']);
  }));

test.each([
  [['--base', 'auto'], 'no-base', 'git fetch origin'],
  [['--base', 'nope'], 'no-base', 'git branch --all'],
  [['--head', 'nope'], 'unknown-head', 'worktree, index'],
])('%s that is not there ends with 2', (args, code, help) =>
  withDb((repository) => {
    const { exitCode, all } = checked(repository, ...args);
    expect([exitCode, all.error.code, all.databases]).toEqual([2, code, []]);
    expect(all.error.help).toContain(help);
  }),
);

test('a shallow clone without a common commit is told, and mended by what it says', () =>
  withDb((repository) => {
    landedMeanwhile(repository);
    repository.prepare('push', '--quiet', 'origin', 'feat');
    const clone = repository.clone('shallow', ['--depth=1', '--no-single-branch', '--branch=feat']);
    const run = clone.bin(['check', '--base', 'origin/main'], { env: clone.env });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatchInlineSnapshot(`
      "error[no-common-commit] this clone is shallow, and origin/main and HEAD have no common commit in it: what has landed since they went apart cannot be told
        help: run \`git fetch --unshallow\`; in GitHub Actions give actions/checkout \`fetch-depth: 0\`; nothing was checked
      "
    `);
    clone.prepare('fetch', '--quiet', '--unshallow');
    expect(checked(clone, '--base', 'origin/main').exitCode).toBe(1);
  }));

test('a bare folder has a base too, where one is asked for', () =>
  withDb((repository) => {
    landedMeanwhile(repository);
    const folder = ['--migrations', 'db/drizzle'];
    expect(checked(repository, ...folder)).toMatchObject({
      exitCode: 0,
      db: { notChecked: ['base', 'schema'] },
    });
    expect(checked(repository, ...folder, '--base', 'auto')).toMatchObject({
      exitCode: 1,
      db: { notChecked: ['schema'], findings: [{ code: 'forked-history' }, { code: 'duplicate-prefix' }] },
    });
    const outside = checked(repository, '--migrations', '../elsewhere', '--base', 'auto');
    expect([outside.exitCode, outside.all.error.code]).toEqual([2, 'outside-repository']);
  }));

test.runIf(isLong)(
  'severities of the configuration hold, and a broken journal leaves the base unchecked',
  () =>
    withDb(
      (repository) => {
        landedMeanwhile(repository);
        expect(checked(repository, '--base', 'auto')).toMatchObject({
          exitCode: 0,
          db: { findings: [{ code: 'forked-history', severity: 'warning' }] },
        });
        repository.write({ 'db/drizzle/meta/_journal.json': '<<<<<<< HEAD' });
        const { exitCode, db: database } = checked(repository, '--base', 'auto');
        expect([exitCode, database.notChecked]).toEqual([1, expect.arrayContaining(['base'])]);
        expect(codes(database)).toContain('broken-journal');
        expect(codes(database)).not.toContain('removed-migration');
      },
      {},
      { checks: { 'forked-history': 'warning', 'duplicate-prefix': 'off' } },
    ),
);
