import { existsSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isLong, emptyPglite, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { APPLY, madeDatabase, pendingOf } from './after';
import { steps, THEIRS, withDb, words } from './fixtures';

// A PGlite database is opened several times, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const SECRET = { env: { DATABASE_URL: 'postgres://ada:hidden@db.example.com/shop', GH_PAT: 'hidden' } };

const OTHER_CONNECTION =
  'drizzle-guard.json says something else of development or of connections than the commit that you left';

function leakOf({ dir }: Repository): string {
  return path.join(path.dirname(dir), 'leak.json');
}

/** Code that writes all that it sees. */
function spy(repository: Repository): string {
  return `import { appendFileSync } from 'node:fs';\nappendFileSync(${JSON.stringify(leakOf(repository))}, JSON.stringify(process.env));\n`;
}

function spyingConfig(repository: Repository): Record<string, string> {
  return { 'db/drizzle.config.ts': spy(repository) + repository.read('db/drizzle.config.ts') };
}

/** `evil` has a migration and these files; main is checked out, with something else. */
function branch(repository: Repository, files: Record<string, string>): void {
  repository.prepare('checkout', '--quiet', '-b', 'evil');
  repository.commit('Evil', { ...steps(THEIRS), ...files });
  repository.prepare('checkout', '--quiet', 'main');
}

function expectNothingRun(repository: Repository, said: string): void {
  expect(existsSync(leakOf(repository))).toBe(false);
  expect(said).not.toContain('hidden');
  expect(said).not.toContain('pending on');
  expect(said).toContain('db: arrived db/drizzle/0003_tag.sql');
  expect(said).toContain('run `npx drizzle-guard status --database db`');
}

test('a config that arrives is not run: switch, forward merge, merge, rebase', () =>
  withDb((repository) => {
    madeDatabase(repository);
    branch(repository, spyingConfig(repository));
    const run = repository.git(['switch', 'evil'], SECRET);
    expect([run.exitCode, run.hooks]).toEqual([0, ['post-checkout']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "Switched to branch 'evil'
      db: arrived db/drizzle/0003_tag.sql
        db/drizzle.config.ts differs from the commit that you left, so nothing of it was run and no database was asked
        look at it, then run \`npx drizzle-guard status --database db\`"
    `);
    expectNothingRun(repository, run.stderr);

    repository.prepare('switch', '--quiet', 'main');
    const forward = repository.git(['merge', '--ff-only', 'evil'], SECRET);
    expect(forward.hooks).toEqual(['post-merge']);
    expectNothingRun(repository, forward.stderr);

    repository.prepare('reset', '--quiet', '--hard', 'HEAD~1');
    repository.commit('Meanwhile', { 'notes.txt': 'main\n' });
    const rebase = repository.git(['rebase', 'evil'], SECRET);
    expect(rebase.hooks.at(-1)).toBe('post-rewrite');
    expectNothingRun(repository, rebase.stderr);

    repository.prepare('reset', '--quiet', '--hard', 'ORIG_HEAD');
    // What judges a merge evaluates it, without credentials; only afterwards is nothing run.
    const merge = repository.git(['merge', '--no-edit', '--no-verify', 'evil'], SECRET);
    expect(merge.hooks).toEqual(['post-merge']);
    expectNothingRun(repository, merge.stderr);
  }));

test.runIf(isLong)('a pull, a new work tree and a cherry-pick run nothing that arrives either', () =>
  withDb((repository) => {
    repository.addRemote();
    const other = repository.clone('other');
    branch(repository, spyingConfig(repository));
    repository.prepare('push', '--quiet', 'origin', 'evil:main', 'evil');
    const pull = other.git(['pull'], SECRET);
    expect([pull.exitCode, pull.hooks]).toEqual([0, ['post-merge']]);
    expectNothingRun(other, pull.stderr);

    const place = path.join(path.dirname(repository.dir), 'linked');
    const linked = repository.git(['worktree', 'add', place, 'evil'], SECRET);
    expect([linked.exitCode, linked.hooks]).toEqual([0, ['post-checkout']]);
    const pick = repository.git(['cherry-pick', 'evil'], SECRET);
    expect([pick.exitCode, pick.hooks]).toEqual([0, ['post-commit']]);
    expect(existsSync(leakOf(repository))).toBe(false);
    expect(linked.stderr + pick.stderr).not.toContain('arrived');
  }),
);

test('what a config imports, and a package that somebody committed, count as its code', () =>
  withDb(
    (repository) => {
      branch(repository, { 'db/url.ts': `${spy(repository)}export const url = './.pglite';\n` });
      const said = repository.git(['switch', 'evil'], SECRET).stderr;
      expect(said).toContain('db/url.ts differs from the commit that you left');
      expectNothingRun(repository, said);
    },
    {
      'db/url.ts': "export const url = './.pglite';\n",
      'db/drizzle.config.ts': `import { url } from './url';\nexport default { dialect: 'postgresql', driver: 'pglite', schema: './src/schema.ts', out: './drizzle', dbCredentials: { url } };\n`,
    },
  ));

test.each([
  ['an environment file', { 'db/.env': 'DB=elsewhere\n' }, 'db/.env came with it'],
  ['one of an environment', { '.env.development': 'DB=x\n' }, '.env.development came with it'],
  [
    'another connection',
    { 'drizzle-guard.json': JSON.stringify({ environments: { development: { urlEnv: 'GH_PAT' } } }) },
    OTHER_CONNECTION,
  ],
  [
    'another connection of one database',
    {
      'drizzle-guard.json': JSON.stringify({
        databases: { db: { dir: 'db', urlEnv: { development: 'GH_PAT' } } },
      }),
    },
    OTHER_CONNECTION,
  ],
  [
    'a file to write a report into',
    { 'drizzle-guard.json': JSON.stringify({ environments: { development: { report: { json: 'x' } } } }) },
    OTHER_CONNECTION,
  ],
  [
    'a config of the environment',
    { 'db/drizzle.dev.config.ts': "export default { dialect: 'postgresql' };\n" },
    'its files lie elsewhere than in the commit that you left',
  ],
  [
    'a new database',
    {
      'more/package.json': '{ "name": "more" }',
      'more/drizzle.config.ts': "export default { dialect: 'postgresql' };\n",
      'more/drizzle/0000_x.sql': 'SELECT 1;\n',
    },
    'more: arrived more/drizzle/0000_x.sql\n  the commit that you left has no such database',
  ],
])('%s that arrives: nothing is run, no database is asked', (_what, files, said) =>
  withDb((repository) => {
    branch(repository, files as unknown as Record<string, string>);
    const run = repository.git(['switch', 'evil'], SECRET);
    expect(run.stderr).toContain(`${said}, so nothing of it was run and no database was asked`);
  }),
);

test('a database that comes with the branch is not opened, be it a link', () =>
  withDb((repository) => {
    repository.prepare('config', 'core.excludesFile', '/dev/null');
    repository.prepare('checkout', '--quiet', '-b', 'evil');
    const elsewhere = path.join(path.dirname(repository.dir), 'elsewhere');
    emptyPglite(elsewhere);
    symlinkSync(elsewhere, path.join(repository.dir, 'db/.pglite'));
    repository.prepare('add', '--force', 'db/.pglite');
    repository.commit('Evil', steps(THEIRS));
    repository.prepare('checkout', '--quiet', 'main');
    const run = repository.git(['merge', 'evil'], SECRET);
    expect(run.stderr).toContain(
      'db/.pglite came with it, so nothing of it was run and no database was asked',
    );
    expectNothingRun(repository, run.stderr);
  }));

test('what is as it was is asked as before, whatever else arrives', () =>
  withDb((repository) => {
    madeDatabase(repository);
    branch(repository, { 'db/package.json': '{ "name": "db", "version": "2.0.0" }', 'db/other.ts': '' });
    const run = repository.git(['switch', 'evil'], SECRET);
    expect(run.stderr).toContain('db: arrived 0003_tag\n  pending on pglite db/.pglite: 0000_users');
    expect(pendingOf(repository)).toHaveLength(4);
    rmSync(path.join(repository.dir, 'db/.pglite'), { recursive: true });
  }));

test('a health check that arrives is not run, nor one whose file arrives, whoever permits the migrations', async () => {
  const { development } = APPLY.environments;
  const checked = { environments: { development: { ...development, verify: [['node', 'health.mjs']] } } };
  await withDb(
    (repository) => {
      madeDatabase(repository);
      branch(repository, { 'health.mjs': spy(repository), 'drizzle-guard.json': JSON.stringify(checked) });
      const run = repository.git(['merge', '--no-edit', 'evil'], SECRET);
      expect(run.stderr).toContain(`${OTHER_CONNECTION}, so nothing of it was run`);
      expectNothingRun(repository, run.stderr);
    },
    {},
    APPLY,
  );
  await withDb(
    (repository) => {
      madeDatabase(repository);
      branch(repository, { 'health.mjs': spy(repository) });
      const run = repository.git(['merge', '--no-edit', 'evil'], SECRET);
      expect(existsSync(leakOf(repository))).toBe(false);
      expect(run.stderr).toContain('not applied: migrate runs "verify" of development');
      expect(pendingOf(repository)).toHaveLength(4);
    },
    {},
    checked,
  );
});
