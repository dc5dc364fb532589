import { withRepository, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { openSides, type OpenSides, type Sides } from '../../src/judging/sides';
import { fork } from '../hooks/fixtures';
import { gitProcesses } from './traced';

const FILES = { 'a.txt': 'one\n' };

/** What these sides are, in the names of commits that the repository knows. */
async function sidesIn(repository: Repository, sides: Sides): Promise<Pick<OpenSides, 'at' | 'landing'>> {
  const { value } = await gitProcesses(repository, async () => {
    const { session, at, landing } = await openSides(repository.dir, sides, false);
    session.close();
    return { at, landing };
  });
  return value;
}

const at = ({ prepare }: Repository, name: string) => prepare('rev-parse', name);

/** `feat` and `main` have each a commit of their own, and `feat` is checked out. */
const inFork = (use: (repository: Repository) => Promise<void>) =>
  withRepository(FILES, async (repository) => {
    fork(repository, { 'feat.txt': '' }, { 'main.txt': '' });
    await use(repository);
  });

describe('what is looked at', () => {
  test('the index, or a commit as it was named', () =>
    inFork(async (repository) => {
      expect(await sidesIn(repository, { head: 'index' })).toEqual({ at: { kind: 'index' }, landing: null });
      expect((await sidesIn(repository, { head: 'main' })).at).toEqual({
        kind: 'commit',
        commit: at(repository, 'main'),
        label: 'main',
      });
    }));

  test('an index with both sides of a file in it is nothing yet', () =>
    withRepository({ ...FILES, 'b.txt': 'one\n' }, async (repository) => {
      fork(repository, { 'a.txt': 'two\n' }, { 'a.txt': 'three\n' });
      expect(repository.git(['merge', 'main']).exitCode).toBe(1);
      expect(repository.bin(['check', '--head', 'index'])).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining(
          'the index still has both sides of a.txt, so there is nothing yet that would be committed',
        ),
      });
    }));

  test('a name that is none is refused', () =>
    inFork(async (repository) => {
      await expect(sidesIn(repository, { head: 'mian' })).rejects.toMatchObject({ code: 'unknown-head' });
    }));
});

describe('beside what', () => {
  test('a branch that is named, and where the two went apart', () =>
    inFork(async (repository) => {
      const { at: state, landing } = await sidesIn(repository, { base: 'main' });
      expect(state).toEqual({ kind: 'worktree' });
      expect(landing).toEqual({
        base: { name: 'main', commit: at(repository, 'main') },
        ancestor: at(repository, 'main~1'),
      });
    }));

  test('auto: what the configuration names', () =>
    inFork(async (repository) => {
      repository.write({ 'drizzle-guard.json': '{ "base": "main" }' });
      const { landing } = await sidesIn(repository, { base: 'auto' });
      expect(landing!.base.name).toBe('main');
    }));

  test('auto: else the default branch of the remote', () =>
    inFork(async (repository) => {
      repository.prepare('checkout', '--quiet', 'main');
      repository.addRemote();
      const { landing } = await sidesIn(repository, { base: 'auto' });
      expect(landing!.base.name).toBe('origin/main');
    }));

  test('auto without any is refused, and says what was looked for', () =>
    inFork(async (repository) => {
      await expect(sidesIn(repository, { base: 'auto' })).rejects.toMatchObject({
        code: 'no-base',
        message: expect.stringContaining('no "base" in drizzle-guard.json'),
      });
      repository.write({ 'drizzle-guard.json': '{ "base": "origin/mian" }' });
      await expect(sidesIn(repository, { base: 'auto' })).rejects.toMatchObject({
        code: 'no-base',
        message: expect.stringContaining('neither origin/mian, which drizzle-guard.json names'),
      });
    }));

  test('a name that is none is refused', () =>
    inFork(async (repository) => {
      await expect(sidesIn(repository, { base: 'mian' })).rejects.toMatchObject({
        code: 'no-base',
        message: expect.stringContaining('--base mian'),
      });
    }));

  test('a local branch as its own base is compared with its upstream, whatever is checked out', () =>
    inFork(async (repository) => {
      repository.prepare('checkout', '--quiet', 'main');
      repository.addRemote();
      repository.prepare('checkout', '--quiet', 'feat');
      const { landing } = await sidesIn(repository, { head: 'main', base: 'main' });
      expect(landing!.base.name).toBe('origin/main');
      expect((await sidesIn(repository, { head: 'feat', base: 'main' })).landing!.base.name).toBe('main');
    }));
});

describe('where they went apart', () => {
  test('of a commit that is looked at, not of what is checked out', () =>
    inFork(async (repository) => {
      const { landing } = await sidesIn(repository, { head: 'main~1', base: 'feat' });
      expect(landing!.ancestor).toBe(at(repository, 'main~1'));
      expect((await sidesIn(repository, { head: 'feat', base: 'feat~1' })).landing!.ancestor).toBe(
        at(repository, 'feat~1'),
      );
    }));

  test('in a merge the work continues both sides', () =>
    inFork(async (repository) => {
      repository.prepare('merge', '--no-commit', '--no-ff', 'main');
      const { landing } = await sidesIn(repository, { base: 'main' });
      expect(landing!.ancestor).toBe(at(repository, 'main'));
    }));

  test('nowhere, where they have nothing in common', () =>
    inFork(async (repository) => {
      repository.prepare('checkout', '--quiet', '--orphan', 'alone');
      repository.commit('Alone');
      expect((await sidesIn(repository, { base: 'main' })).landing!.ancestor).toBeNull();
    }));

  test('in a clone that is shallow and has it too', () =>
    withRepository(FILES, async (repository) => {
      repository.commit('Before', { 'before.txt': '' });
      fork(repository, { 'feat.txt': '' }, { 'main.txt': '' });
      const shallow = repository.clone('shallow', ['--depth=2', '--no-single-branch']);
      expect(shallow.prepare('rev-parse', '--is-shallow-repository')).toBe('true');
      const { landing } = await sidesIn(shallow, { base: 'origin/main' });
      expect(landing!.ancestor).toBe(at(repository, 'main~1'));
    }));

  test('in a clone that lacks it nothing can be told', () =>
    inFork(async (repository) => {
      const shallow = repository.clone('shallow', ['--depth=1', '--no-single-branch']);
      await expect(sidesIn(shallow, { base: 'origin/main' })).rejects.toMatchObject({
        code: 'no-common-commit',
        message: expect.stringContaining('origin/main and HEAD have no common commit'),
      });
    }));
});
