import { symlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { HOOKS, repositoryRoot, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import { schemaWith, withDb } from './fixtures';

const SHIMS = Object.fromEntries(
  HOOKS.map((hook) => [`.husky/${hook}`, `drizzle-guard hook ${hook} "$@"\n`]),
);

/** A repository whose hooks are husky's own shims. */
async function withHusky(use: (repository: Repository) => void): Promise<void> {
  await withDb((repository) => {
    repository.prepare('config', '--unset', 'core.hooksPath');
    runHusky(repository);
    expect(repository.prepare('config', '--get', '--local', 'core.hooksPath')).toBe('.husky/_');
    use(repository);
  }, SHIMS);
}

function runHusky({ dir, env }: Repository): void {
  const husky = spawnSync(process.execPath, [path.join(repositoryRoot, 'node_modules/husky/bin.js')], {
    cwd: dir,
    env,
    encoding: 'utf8',
  });
  expect([husky.status, husky.stdout]).toEqual([0, '']);
}

function commitStale(repository: Repository, env = {}) {
  repository.write({ 'db/src/schema.ts': schemaWith('tag') });
  return repository.git(['commit', '--all', '--message', 'Stale'], { env });
}

test('husky runs the hooks; HUSKY=0 runs none', async () => {
  await withHusky((repository) => {
    const run = commitStale(repository);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('error[stale-schema]');
    expect(run.stderr).toContain('husky - pre-commit script failed (code 1)');
    expect(commitStale(repository, { HUSKY: '0' })).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

test('in a linked work tree husky alone runs nothing; `hook install` mends that', async () => {
  await withHusky((repository) => {
    repository.prepare('worktree', 'add', '--quiet', '-b', 'feat', '../linked');
    const linked = path.join('..', 'linked');
    symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(repository.dir, linked, 'node_modules'));
    const commit = ['-C', linked, 'commit', '--allow-empty', '--message', 'Nothing'];
    const stale = () => {
      repository.write({ [`${linked}/db/src/schema.ts`]: schemaWith('tag') });
      repository.prepare('-C', linked, 'add', '.');
      return repository.git(commit);
    };
    expect(stale()).toMatchObject({ exitCode: 0, stderr: '' });
    repository.prepare('-C', linked, 'reset', '--quiet', '--hard', 'HEAD~1');
    const installed = repository.bin(['hook', 'install'], { env: repository.env });
    expect([installed.exitCode, installed.stdout]).toEqual([0, '']);
    expect(installed.stderr).toBe(`hooks run from ${repository.dir}/.husky/_, also in linked worktrees\n`);
    const run = stale();
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('error[stale-schema]');
  });
});

test('a sparse checkout has hooks where it has .husky', async () => {
  await withHusky((repository) => {
    repository.prepare('sparse-checkout', 'set', 'db');
    expect(commitStale(repository)).toMatchObject({ exitCode: 0, stderr: '' });
    repository.prepare('reset', '--quiet', '--hard', 'HEAD~1');
    repository.prepare('sparse-checkout', 'add', '.husky');
    // git took with it what husky had made there.
    runHusky(repository);
    expect(commitStale(repository)).toMatchObject({ exitCode: 1 });
  });
});

test('hook install without husky says what to do', async () => {
  await withDb((repository) => {
    const kept = repository.bin(['hook', 'install'], { env: repository.env });
    expect(kept.stderr).toBe(`hooks run from ${path.dirname(repository.dir)}/hooks\n`);
    repository.prepare('config', '--unset', 'core.hooksPath');
    const script = { ...repository.env, npm_lifecycle_event: 'prepare' };
    const skipped = repository.bin(['hook', 'install'], { env: script });
    expect([skipped.exitCode, skipped.stderr]).toEqual([0, 'no hooks: husky has made no .husky/_ here\n']);
    const run = repository.bin(['hook', 'install'], { env: repository.env });
    expect(run.exitCode).toBe(2);
    expect(run.stderr.replaceAll(repository.dir, '<repository>')).toMatchInlineSnapshot(`
      "error[no-husky] <repository>/.husky/_ is not there, so git would run no hook
        help: run \`npx husky\` at the top of the main work tree, then \`npx drizzle-guard hook install\`
      "
    `);
  });
});
