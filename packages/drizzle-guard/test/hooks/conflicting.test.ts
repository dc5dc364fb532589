import {
  branchFiles,
  branchSchema,
  branchTag,
  drizzleConfig,
  isLong,
  kitOneModules,
  withRepository,
  type BranchDialect,
  type BranchName,
  type Repository,
} from 'testkit';
import { expect, test, vi } from 'vitest';
import { inFolder } from '../fixtures';
import { followAdvice } from './advice';
import { conclude, fork, words } from './fixtures';
import { forkedFolders } from './folders-fixtures';

vi.setConfig({ testTimeout: 120_000 });

/** What a branch commits: its migration, and the schema that it belongs to. */
function branch(dialect: BranchDialect, name: BranchName, tag = branchTag(name)) {
  return inFolder('db', {
    ...branchFiles(dialect, [name], { [name]: tag }),
    'schema.ts': branchSchema(dialect, name),
  });
}

function withDb(dialect: BranchDialect, use: (repository: Repository) => void): Promise<void> {
  const files = {
    'package.json': '{ "name": "db" }',
    'drizzle.config.ts': drizzleConfig({ dialect }),
    'schema.ts': branchSchema(dialect),
    ...branchFiles(dialect, ['start']),
  };
  return withRepository({ '.gitignore': 'node_modules\n', ...inFolder('db', files) }, use, kitOneModules());
}

test('a conflict with what has landed: push and merge are stopped, and the advice leads out', () =>
  withDb('postgresql', (repository) => {
    const mine = branch('postgresql', 'x', '20260120000000_mine');
    // As made on another branch: the same column, another id.
    const snapshot = 'db/drizzle/20260120000000_mine/snapshot.json';
    mine[snapshot] = mine[snapshot]!.replace(/"id": "[^"]*"/, '"id": "00000000-1111-4222-8333-444444444444"');
    forkedFolders(repository, mine, branch('postgresql', 'x'));
    expect(repository.bin(['check', '--base', 'auto']).exitCode).toBe(1);
    const push = repository.git(['push', 'origin', 'feat']);
    expect(push.exitCode).toBe(1);
    expect(words(push, repository)).toContain(
      `error[conflicting-migrations] 20260120000000_mine and ${branchTag('x')} do not go together: both do the same, and ${branchTag('x')} fails after 20260120000000_mine: column "x" of relation "t" already exists`,
    );
    expect(push.stderr).toContain(
      'help: `npx drizzle-guard rebase --onto origin/main` brings in what has landed',
    );
    expect(push.stderr).not.toContain('unmerged-fork');
    const run = repository.git(['merge', '--no-edit', 'origin/main']);
    expect(run.exitCode).toBe(1);
    expect(words(run, repository)).toContain('error[conflicting-migrations] 20260120000000_mine and');
    expect(run.stderr).toContain(`theirs  origin/main: ${branchTag('x')} (landed)`);
    expect(run.stderr).not.toContain('fix-conflicts');
    expect(followAdvice(repository, run)).toMatchObject({ exitCode: 0 });
    expect(repository.bin(['check', '--base', 'auto']).exitCode).toBe(0);
    expect(repository.git(['push', 'origin', 'feat'])).toMatchObject({ exitCode: 0 });
  }));

test('a merge with more in it than its branches brought is stopped, and so is the next commit', () =>
  withDb('sqlite', (repository) => {
    fork(repository, branch('sqlite', 'y'), branch('sqlite', 'a'), 'main');
    expect(repository.git(['merge', '--no-commit', 'feat'])).toMatchObject({ exitCode: 0 });
    repository.write({ 'db/schema.ts': branchSchema('sqlite', 'a', 'y', 'z') });
    const stopped = conclude(repository);
    expect([stopped.exitCode, stopped.hooks]).toEqual([1, ['pre-commit']]);
    expect(stopped.stderr).toContain('table t: column z is new');
    repository.write({ 'db/schema.ts': branchSchema('sqlite', 'a', 'y') });
    expect(conclude(repository)).toMatchObject({ exitCode: 0 });
    repository.write({ 'db/schema.ts': branchSchema('sqlite', 'a', 'y', 'z') });
    const next = repository.git(['commit', '--all', '--message', 'z']);
    expect(next.exitCode).toBe(1);
    expect(next.stderr).toContain('error[stale-schema] the schema of db');
  }));

test.runIf(isLong)('without a base the side that is merged in stays', () =>
  withDb('sqlite', (repository) => {
    fork(repository, branch('sqlite', 'mandatory'), branch('sqlite', 'y'), 'main');
    const run = repository.git(['merge', '--no-edit', 'feat']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('error[conflicting-migrations]');
    expect(followAdvice(repository, run)).toMatchObject({ exitCode: 0 });
    expect(repository.bin(['check']).exitCode).toBe(0);
  }),
);
