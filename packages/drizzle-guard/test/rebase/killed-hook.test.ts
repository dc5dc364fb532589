import { isLong, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { forked, head } from '../hooks/fixtures';
import { expectGreen, withSettling } from '../hooks/settled';
import { everythingIn, kept, killedAt, placesIn, writesIn } from './killed';

// A dozen processes for each place at which one is killed.
vi.setConfig({ testTimeout: isLong ? 1_800_000 : 240_000 });

const merge = (repository: Repository, hook = 'none', at = 0) =>
  repository.git(['merge', '--no-edit', 'main'], { env: killedAt(repository, `hook ${hook}`, at) });

/** Merges once, which also proves that the two go together, and takes it back. */
function unkilled(repository: Repository, hook: string): { writes: string[]; tree: string } {
  const before = head(repository);
  expect(merge(repository, hook).exitCode).toBe(0);
  const tree = treeOf(repository);
  repository.prepare('reset', '--hard', before);
  return { writes: writesIn(repository), tree };
}

function treeOf({ prepare }: Repository): string {
  return prepare('rev-parse', 'HEAD^{tree}');
}

test('pre-merge-commit: the commit that follows is the same, and so is the next merge after git merge --abort', async () => {
  await withSettling((repository) => {
    const { git, prepare } = repository;
    forked(repository);
    const before = everythingIn(repository);
    const { writes, tree } = unkilled(repository, 'pre-merge-commit');
    const again = kept(repository);
    for (const at of placesIn(writes)) {
      again();
      const where = `killed at ${at}: ${writes[at - 1]}`;
      const killed = merge(repository, 'pre-merge-commit', at);
      expect([where, killed.exitCode === 0, head(repository)]).toEqual([where, false, before.heads[0]]);
      const restart = kept(repository);
      const commit = git(['commit', '--no-edit']);
      expect([where, commit.stderr, treeOf(repository)]).toEqual([where, commit.stderr, tree]);
      expectGreen(repository, 2);
      restart();
      repository.bin(['rebase', '--dry-run'], { env: repository.env });
      prepare('merge', '--abort');
      expect([where, everythingIn(repository)]).toEqual([where, before]);
      restart();
      // Without asking drizzle-guard first.
      if (git(['merge', '--abort']).exitCode !== 0) continue;
      const next = merge(repository);
      expect([where, next.stderr, treeOf(repository)]).toEqual([where, next.stderr, tree]);
      expectGreen(repository, 2);
    }
  });
});

test('post-merge: what is said puts in what is not recorded yet', async () => {
  await withSettling((repository) => {
    const { git } = repository;
    forked(repository);
    const { writes, tree } = unkilled(repository, 'post-merge');
    expect(writes).toEqual(['git update-ref', 'rm .git/drizzle-guard/merge.json']);
    const again = kept(repository);
    for (const at of placesIn(writes)) {
      again();
      merge(repository, 'post-merge', at);
      if (at === 1) {
        const push = git(['push', '.', 'HEAD:refs/heads/pushed']);
        expect(push.stderr).toContain('`git commit --amend --no-edit` puts it in\n');
        expect(git(['commit', '--amend', '--no-edit']).exitCode).toBe(0);
      }
      expect([at, treeOf(repository)]).toEqual([at, tree]);
      expectGreen(repository, 2);
      expect(git(['push', '.', 'HEAD:refs/heads/pushed']).exitCode).toBe(0);
      expect(repository.exists('.git/drizzle-guard/merge.json')).toBe(false);
    }
  });
});
