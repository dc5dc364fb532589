import { expect, test } from 'vitest';
import { tagsOf } from '../hooks/advice';
import { fork, MINE, steps, THEIRS, withDb } from '../hooks/fixtures';

const SECOND = { tag: '0004_more', column: 'users.more' };

test.each(['squash', 'fixup'])('%s in a rebase that conflicts: it is moved like any other', (how) =>
  withDb((repository) => {
    fork(repository, steps(MINE), steps(THEIRS));
    repository.commit('More', steps(MINE, SECOND));
    const env = { GIT_SEQUENCE_EDITOR: `sed -i -e '2s/^pick/${how}/'` };
    expect(repository.git(['rebase', '--interactive', 'main'], { env }).exitCode).toBe(1);
    expect(repository.bin(['rebase']).exitCode).toBe(0);
    // The first is recorded, and the second is to become a part of it.
    expect(repository.git(['rebase', '--continue']).exitCode).toBe(1);
    expect(repository.bin(['check']).stdout).toMatch(/drizzle-guard rebase.*\n\s+git rebase --continue\n/);
    expect(repository.bin(['rebase']).exitCode).toBe(0);
    expect(repository.git(['rebase', '--continue']).exitCode).toBe(0);
    expect(tagsOf(repository)).toEqual(['0003_tag', '0004_title', '0005_more']);
    expect(repository.bin(['check']).exitCode).toBe(0);
    expect(repository.prepare('rev-list', '--count', 'main..HEAD')).toBe('1');
  }),
);
