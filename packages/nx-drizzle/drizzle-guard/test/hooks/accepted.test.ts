import { expect, test } from 'vitest';
import { commitWithHooks, withDb } from './fixtures';

const ORPHAN = { 'db/drizzle/0009_left.sql': 'SELECT 1;' };
const WAIVER = JSON.stringify({
  waivers: [{ database: 'db', code: 'orphan-sql', file: 'db/drizzle/0009_left.sql', reason: 'a record' }],
});

test('pre-commit: a waiver counts from the commit on that brings it, and not after it was taken out', () =>
  withDb((repository) => {
    expect(commitWithHooks(repository, ORPHAN, 'Orphan')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('orphan-sql'),
    });
    expect(
      commitWithHooks(repository, { 'drizzle-guard.json': WAIVER }, 'Orphan with a reason'),
    ).toMatchObject({ exitCode: 0 });
    expect(
      commitWithHooks(repository, { 'db/drizzle/0010_more.sql': 'SELECT 2;' }, 'Another').stderr,
    ).toContain('0010_more');
  }));

test('pre-commit: what the baseline holds passes, what is new does not, and a kept verdict notices the file', () =>
  withDb((repository) => {
    expect(commitWithHooks(repository, ORPHAN, 'Orphan').exitCode).toBe(1);
    expect(repository.bin(['doctor', '--baseline']).exitCode).toBe(0);
    expect(repository.git(['commit', '-m', 'Baseline not staged']).exitCode).toBe(1);
    repository.prepare('add', '-A');
    expect(repository.git(['commit', '-m', 'Accepted'])).toMatchObject({ exitCode: 0, stderr: '' });
    const run = commitWithHooks(repository, { 'db/drizzle/0010_more.sql': 'SELECT 2;' }, 'Another');
    expect(run.stderr).toContain('0010_more');
    expect(run.stderr).not.toContain('0009_left');
    expect(run.exitCode).toBe(1);
  }));

test('pre-commit: a baseline that cannot be read stops the commit with 2', () =>
  withDb((repository) => {
    const run = commitWithHooks(
      repository,
      { 'drizzle-guard.baseline.json': '{', ...ORPHAN },
      'Broken baseline',
    );
    expect(run.exitCode).not.toBe(0);
    expect(run.stderr).toContain('invalid-baseline');
  }));
