import type { GitRun } from 'testkit';
import { expect, test, vi } from 'vitest';
import { followAdvice } from '../hooks/advice';
import { fork } from '../hooks/fixtures';
import {
  foldersOf,
  forkedFolders,
  madeByKitOne,
  step,
  tagOf,
  withFoldersDb,
} from '../hooks/folders-fixtures';

// A merge loses no folder of any of its sides, whichever strategy it was, and whether or not a base is known.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });
madeByKitOne();

function expectLost({ exitCode, stderr }: GitRun, ...tags: string[]): void {
  expect(exitCode).toBe(1);
  const lost = [...stderr.matchAll(/error\[removed-migration\] (\S+)/g)].map(([, tag]) => tag);
  expect(lost).toEqual(tags);
}

test('where no base is known: -s ours, and a result from which a folder of mine was taken', () =>
  withFoldersDb(({ git, prepare, ...repository }) => {
    fork({ git, prepare, ...repository }, step('title', 3), step('tag', 2));
    const ours = git(['merge', '--no-edit', '-s', 'ours', 'main']);
    expectLost(ours, tagOf('tag', 2));
    expect(ours.stderr).toContain('takes this merge back and merges again');
    prepare('merge', '--abort');

    prepare('merge', '--no-commit', '--no-ff', 'main');
    prepare('rm', '-r', '--quiet', `db/drizzle/${tagOf('title', 3)}`);
    prepare('checkout', 'main', '--', 'db/src/schema.ts');
    expectLost(git(['commit', '--no-edit']), tagOf('title', 3));
  }));

test('of what has landed, and of what a branch has taken out on purpose', () =>
  withFoldersDb((repository) => {
    forkedFolders(repository, step('title', 3), step('tag', 2));
    expectLost(repository.git(['merge', '--no-edit', '-s', 'ours', 'origin/main']), tagOf('tag', 2));
    repository.prepare('merge', '--abort');

    repository.prepare('checkout', '--quiet', '-b', 'without', 'feat');
    repository.prepare('revert', '--no-edit', 'HEAD');
    repository.prepare('checkout', '--quiet', 'feat');
    expect(repository.git(['merge', '--no-edit', '--no-ff', 'without'])).toMatchObject({ exitCode: 0 });
    expect(foldersOf(repository)).toEqual([]);
  }));

test('what a branch has taken out of what has landed stays, where the branch is merged where that is', () =>
  withFoldersDb((repository) => {
    repository.commit('Tag', step('tag', 2));
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'without');
    repository.prepare('revert', '--no-edit', 'HEAD');
    repository.prepare('checkout', '--quiet', 'main');
    const run = repository.git(['merge', '--no-edit', '--no-ff', 'without']);
    expectLost(run, tagOf('tag', 2));
    expect(followAdvice(repository, run)).toMatchObject({ exitCode: 0 });
    const [tag, undone] = foldersOf(repository);
    expect(tag).toBe(tagOf('tag', 2));
    expect(repository.read(`db/drizzle/${undone!}/migration.sql`)).toContain('DROP COLUMN "tag"');
    expect(repository.bin(['check', '--base', 'auto'])).toMatchObject({ exitCode: 0 });
  }));
