import { isLong, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { fork, forked, MINE, schemaWith, steps, THEIRS, withDb } from '../hooks/fixtures';
import { everythingIn, kept, killedAt, placesIn, writesIn, type Everything } from './killed';

// A dozen processes for each place at which one is killed.
vi.setConfig({ testTimeout: isLong ? 1_800_000 : 240_000 });

const ATTRIBUTES = { '.gitattributes': 'db*/drizzle/meta/*.json text eol=lf -merge\n' };
/** Of the user's, and in no commit: of a file of theirs as it was, and one that git does not know. */
const USERS = { 'notes.txt': 'not committed\n', 'db/src/draft.ts': 'export {};\n' };

const LAST = 'rm .git/index.before-rebase';

const rebase = (repository: Repository, at = 0, more: readonly string[] = []) =>
  repository.bin(['rebase', '--onto', 'main', ...more], {
    env: { ...repository.env, ...killedAt(repository, 'rebase', at) },
  });

/** Runs it once, which also proves that the two go together: what is asked again is known then. */
function unkilled(repository: Repository): { writes: string[]; after: Everything } {
  expect(rebase(repository).exitCode).toBe(0);
  return { writes: writesIn(repository), after: everythingIn(repository) };
}

/** Ends it at some of its writes, and says which. */
function forEachKill(repository: Repository, writes: readonly string[], then: (where: string) => void): void {
  const again = kept(repository);
  for (const at of placesIn(writes)) {
    again();
    const where = `killed at ${at}: ${writes[at - 1]}`;
    expect([where, rebase(repository, at).exitCode]).toEqual([where, null]);
    then(where);
  }
}

test('ahead of a merge: run again it is done, and after git merge --abort nothing of it is left', async () => {
  await withDb(async (repository) => {
    repository.commit('Notes', { 'notes.txt': 'committed\n' });
    forked(repository);
    repository.write(USERS);
    const before = everythingIn(repository);
    const { writes, after } = unkilled(repository);
    expect(writes).toContain('git merge');
    repository.prepare('merge', '--abort');
    expect(everythingIn(repository)).toEqual(before);
    forEachKill(repository, writes, (where) => {
      const restart = kept(repository);
      expect([where, rebase(repository).exitCode]).toEqual([where, 0]);
      expect([where, everythingIn(repository)]).toEqual([where, after]);
      restart();
      rebase(repository, 0, ['--dry-run']);
      if (everythingIn(repository).heads[1] !== null) repository.prepare('merge', '--abort');
      expect([where, everythingIn(repository)]).toEqual([where, before]);
      restart();
      // Without asking drizzle-guard first.
      repository.git(['merge', '--abort']);
      expect([where, rebase(repository).exitCode]).toEqual([where, 0]);
      expect([where, everythingIn(repository)]).toEqual([where, after]);
    });
  }, ATTRIBUTES);
});

test('in a merge: run again it is done, what somebody has settled meanwhile stays, and another merge is theirs', async () => {
  await withDb(async (repository) => {
    repository.commit('Notes', { 'notes.txt': 'committed\n' });
    fork(
      repository,
      { ...steps(MINE), 'db/src/schema.ts': schemaWith('users.title', 'mine') },
      { ...steps(THEIRS), 'db/src/schema.ts': schemaWith('tag', 'theirs') },
    );
    repository.prepare('branch', 'other', 'main~1');
    expect(repository.git(['merge', 'main']).exitCode).toBe(1);
    repository.write({ ...USERS, 'db/drizzle/notes.md': 'mine\n' });
    const before = everythingIn(repository);
    const { writes, after } = unkilled(repository);
    expect(after.staged).toContainEqual(expect.stringMatching(/ 1\tdb\/src\/schema\.ts$/));
    // As it was.
    repository.prepare('merge', '--abort');
    repository.remove('db/drizzle/notes.md');
    expect(repository.git(['merge', 'main']).exitCode).toBe(1);
    repository.write({ 'db/drizzle/notes.md': 'mine\n' });
    expect(everythingIn(repository)).toEqual(before);
    const settled = { 'db/src/schema.ts': schemaWith('users.title', 'tag', 'both') };
    forEachKill(repository, writes, (where) => {
      const restart = kept(repository);
      rebase(repository, 0, ['--dry-run']);
      // After its last write it is done.
      expect([where, everythingIn(repository)]).toEqual([where, where.endsWith(LAST) ? after : before]);
      restart();
      repository.write(settled);
      rebase(repository);
      const { files } = everythingIn(repository);
      expect([where, files]).toEqual([where, { ...after.files, ...settled }]);
      restart();
      repository.git(['reset', '--quiet', '--hard']);
      repository.write({ 'other.txt': 'other\n' });
      repository.prepare('add', 'other.txt');
      repository.prepare('merge', '--no-commit', '--no-ff', 'other');
      rebase(repository);
      expect([where, repository.read('other.txt')]).toEqual([where, 'other\n']);
      expect(leftIn(repository)).toEqual(['db/drizzle/notes.md', 'db/src/draft.ts']);
    });
  }, ATTRIBUTES);
});

/** What git does not know. */
function leftIn({ prepare }: Repository): string[] {
  return prepare('ls-files', '--others', '--exclude-standard').split('\n');
}
