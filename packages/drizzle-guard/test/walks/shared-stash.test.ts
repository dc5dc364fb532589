import path from 'node:path';
import { expect, test } from 'vitest';
import { tagsOf, type, typedIn } from '../hooks/advice';
import { MINE, steps, THEIRS, withDb } from '../hooks/fixtures';

test('what another work tree has stashed meanwhile is not dropped: all of them share the stashes', () =>
  withDb((repository) => {
    const { dir, git, prepare, write, bin } = repository;
    const linked = path.join(dir, '../linked');
    prepare('worktree', 'add', '--quiet', '-b', 'other', linked);
    write(steps(MINE));
    prepare('stash', 'push', '--quiet', '--include-untracked');
    repository.commit('Tag', steps(THEIRS));
    expect(git(['stash', 'pop']).exitCode).toBe(1);
    const [rebase, ...rest] = typedIn(bin(['check']).stdout);

    prepare('-C', linked, 'checkout', '--quiet', 'HEAD~0');
    write({ '../linked/db/src/schema.ts': '// Of somebody else.\n' });
    prepare('-C', linked, 'stash', 'push', '--quiet', '--message', 'of somebody else');

    const typed = type(repository, [rebase!, ...rest]);
    expect(typed).toMatchObject({ exitCode: 0 });
    expect(tagsOf(repository)).toEqual(['0003_tag', '0004_title']);
    expect(prepare('stash', 'list')).toMatch(/^stash@\{0\}: On \S+.*of somebody else$/);
  }));
