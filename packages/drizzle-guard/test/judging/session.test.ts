import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { withRepository, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/judging/judge';
import { findingsIn } from '../../src/judging/judgement';
import { openSession, type Session } from '../../src/judging/session';
import type { Commit, State } from '../../src/sources/state';
import { historyFiles, JOURNAL } from '../histories';
import { gitProcesses, of } from './traced';

/** Everything about the database is stated, so that nothing is evaluated. */
const CONFIGURATION = JSON.stringify({
  databases: { shop: { dir: '.', dialect: 'postgresql', schema: 'schema.ts', out: 'drizzle' } },
  checks: { 'stale-schema': 'off' },
});
const FILES = { 'drizzle-guard.json': CONFIGURATION, ...historyFiles(['0000_a', '0001_b']) };
const INDEX: State = { kind: 'index' };
const WORKTREE: State = { kind: 'worktree' };

const headOf = ({ prepare }: Repository, label = 'HEAD'): Commit => ({
  kind: 'commit',
  commit: prepare('rev-parse', label),
  label,
});

/** Does something in a session of its own, and gives what it asked git. */
async function inSession<T>(repository: Repository, use: (session: Session) => Promise<T>, keeps = true) {
  return gitProcesses(repository, async () => {
    const session = openSession(repository.dir, path.join(repository.dir, '.git'), { keeps });
    try {
      return await use(session);
    } finally {
      session.close();
    }
  });
}

const cacheOf = ({ dir }: Repository) => path.join(dir, '.git/drizzle-guard');
const tagsOf = async (session: Session, at: State) =>
  (await session.history(at, 'drizzle')).migrations.map(({ tag }) => tag);

describe('one reading a state', () => {
  test('a commit is listed once, and all is read through one process, however often it is asked for', () =>
    withRepository(FILES, async (repository) => {
      const head = headOf(repository);
      const { asked } = await inSession(repository, async (session) => {
        const trees = await Promise.all([session.tree(head), session.tree({ ...head, label: 'main' })]);
        expect(trees[0]).toBe(trees[1]);
        const [one, two] = [session.history(head, 'drizzle'), session.history(head, 'drizzle')];
        expect(await one).toBe(await two);
        expect(await session.workspace(head)).toBe(await session.workspace(head));
        await session.present(head);
        await judge(session, head);
      });
      expect(of(asked, 'ls-tree')).toEqual([`ls-tree -r -t -z --full-tree ${head.commit}`]);
      expect(of(asked, 'cat-file')).toEqual(['cat-file --batch']);
      expect(of(asked, 'write-tree')).toEqual([]);
    }));

  test('several states share the process that reads', () =>
    withRepository(FILES, async (repository) => {
      const first = headOf(repository);
      repository.commit('More', historyFiles(['0000_a', '0001_b', '0002_c']));
      const second = headOf(repository);
      const { asked } = await inSession(repository, async (session) => {
        expect(await tagsOf(session, first)).toEqual(['0000_a', '0001_b']);
        expect(await tagsOf(session, second)).toEqual(['0000_a', '0001_b', '0002_c']);
        expect(await tagsOf(session, INDEX)).toEqual(await tagsOf(session, second));
      });
      // Of the index git writes a tree; what is in none before is read of it, and of the second commit.
      expect(of(asked, 'ls-tree')).toEqual([`ls-tree -r -t -z --full-tree ${first.commit}`]);
      expect(of(asked, 'write-tree')).toHaveLength(1);
      expect(of(asked, 'cat-file')).toHaveLength(1);
    }));

  test('what nobody asks for is not read', () =>
    withRepository(FILES, async (repository) => {
      const { asked } = await inSession(repository, async (session) => session.root);
      expect(asked).toEqual([]);
    }));

  test('the work tree needs no git', () =>
    withRepository(FILES, async (repository) => {
      const { asked } = await inSession(repository, async (session) => {
        expect(await tagsOf(session, WORKTREE)).toEqual(['0000_a', '0001_b']);
        await judge(session, WORKTREE);
      });
      expect(asked).toEqual([]);
    }));
});

describe('each state is its own', () => {
  test('what is staged is in the index, what is written in the work tree', () =>
    withRepository(FILES, async (repository) => {
      repository.write(historyFiles(['0000_a', '0001_b', '0002_staged']));
      repository.prepare('add', '.');
      repository.write(historyFiles(['0000_a', '0001_b', '0002_staged', '0003_written']));
      await inSession(repository, async (session) => {
        const tags = [headOf(repository), INDEX, WORKTREE].map((at) => tagsOf(session, at));
        expect((await Promise.all(tags)).map((all) => all.length)).toEqual([2, 3, 4]);
        expect((await session.tree(INDEX)).label).toBe('the index');
        expect((await session.tree(WORKTREE)).label).toBe('the work tree');
        expect((await session.tree(headOf(repository))).label).toBe('HEAD');
      });
    }));

  test('a file that is only announced is in no index', () =>
    withRepository(FILES, async (repository) => {
      repository.write({ 'drizzle/0009_lost.sql': 'SELECT 1;' });
      repository.prepare('add', '--intent-to-add', '.');
      await inSession(repository, async (session) => {
        expect((await session.tree(INDEX)).has('drizzle/0009_lost.sql')).toBe(false);
      });
    }));

  test('the files of the work tree have the ids that git would give them', () =>
    withRepository(FILES, async (repository) => {
      await inSession(repository, async (session) => {
        const [index, disk] = [await session.tree(INDEX), await session.tree(WORKTREE)];
        expect(disk.idOf(JOURNAL)).toBe(index.idOf(JOURNAL));
        expect(disk.idOf(JOURNAL)).not.toBeNull();
      });
    }));
});

describe('answers', () => {
  test('are kept when the session is closed, and known in the next: then nothing is read', () =>
    withRepository(FILES, async (repository) => {
      const head = headOf(repository);
      const first = await inSession(repository, (session) => judge(session, head));
      expect(readdirSync(cacheOf(repository)).sort()).toEqual(['answers.json', 'heads.json']);
      const second = await inSession(repository, (session) => judge(session, head));
      expect(second.value).toEqual(first.value);
      expect(second.asked).toEqual([`ls-tree -r -t -z --full-tree ${head.commit}`]);
    }));

  test('about a commit hold for the index that is the same, of which only their inputs are listed', () =>
    withRepository({ ...FILES, 'other.ts': '' }, async (repository) => {
      await inSession(repository, (session) => judge(session, headOf(repository)));
      const { asked } = await inSession(repository, async (session) => {
        await judge(session, INDEX);
        expect((await session.present(INDEX)).listing.idOf('other.ts')).toBeNull();
      });
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatch(/^ls-files --stage -z -- .*:\(literal\)drizzle/);
    }));

  test('that are not there ask nothing of the index', () =>
    withRepository(FILES, async (repository) => {
      const { asked } = await inSession(repository, (session) => session.present(INDEX));
      expect(asked).toEqual([]);
    }));

  test('do not hold where what they rest on has changed', () =>
    withRepository(FILES, async (repository) => {
      await inSession(repository, (session) => judge(session, INDEX));
      repository.write({ 'drizzle/0009_lost.sql': 'SELECT 1;' });
      repository.prepare('add', '.');
      const { value, asked } = await inSession(repository, (session) => judge(session, INDEX));
      expect(value.flatMap((one) => findingsIn(one)).map(({ code }) => code)).toEqual(['orphan-sql']);
      expect(of(asked, 'write-tree')).toHaveLength(1);
    }));

  test('of a command that writes nothing are not kept', () =>
    withRepository(FILES, async (repository) => {
      const before = repository.prepare('status', '--porcelain', '--ignored');
      await inSession(repository, (session) => judge(session, headOf(repository)), false);
      expect(existsSync(cacheOf(repository))).toBe(false);
      expect(repository.prepare('status', '--porcelain', '--ignored')).toBe(before);
    }));

  test('the configuration of the work tree is read anew each time', () =>
    withRepository(FILES, async (repository) => {
      await inSession(repository, async (session) => {
        await session.workspace(WORKTREE);
        expect(session.answers.inputs()).toEqual([]);
        await session.workspace(INDEX);
        expect(session.answers.inputs()).toHaveLength(1);
      });
    }));
});
