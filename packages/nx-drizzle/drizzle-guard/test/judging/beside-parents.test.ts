import path from 'node:path';
import { withRepository, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { leftBehind } from '../../src/judging/left-behind';
import { newsOfChange, type ChangeNews } from '../../src/judging/news-of-change';
import { openSession, type Session } from '../../src/judging/session';
import type { Commit } from '../../src/sources/state';
import { fork } from '../hooks/fixtures';
import { historyFiles, JOURNAL } from '../histories';
import { gitProcesses } from './traced';

/** Everything about the database is stated, so that nothing is evaluated. */
const CONFIGURATION = JSON.stringify({
  databases: { shop: { dir: '.', dialect: 'postgresql', schema: 'schema.ts', out: 'drizzle' } },
  checks: { 'stale-schema': 'off' },
});
const START = { 'drizzle-guard.json': CONFIGURATION, ...historyFiles(['0000_a', '0001_b']) };

const commitAt = ({ prepare }: Repository, label: string): Commit => ({
  kind: 'commit',
  commit: prepare('rev-parse', label),
  label,
});

async function inSession<T>(repository: Repository, use: (session: Session) => Promise<T>): Promise<T> {
  const { value } = await gitProcesses(repository, async () => {
    const session = openSession(repository.dir, path.join(repository.dir, '.git'), { keeps: false });
    try {
      return await use(session);
    } finally {
      session.close();
    }
  });
  return value;
}

/** What the index brings beside HEAD, where `main` has landed. */
async function newsIn(repository: Repository): Promise<{ blocking: string[]; warnings: string[] }> {
  const parents = [commitAt(repository, 'HEAD')];
  const { databases } = await inSession(repository, (session) =>
    newsOfChange(session, {
      state: { kind: 'index' },
      parents: () => parents,
      changed: ['drizzle/meta/_journal.json'],
      againstBase: 'added',
      baseOf: () => ({ name: 'main', commit: repository.prepare('rev-parse', 'main') }),
      forkBlocks: false,
    }),
  );
  const [news] = databases;
  const words = (list: NonNullable<typeof news>['blocking']) =>
    list.map(({ code, migration }) => `${code} ${migration}`);
  return { blocking: words(news!.blocking), warnings: words(news!.warnings) };
}

describe('what has landed since the two went apart', () => {
  test('is neither removed nor edited by a branch that is behind', () =>
    withRepository(START, async (repository) => {
      fork(
        repository,
        { 'feat.txt': '' },
        historyFiles(['0000_a', '0001_b', '0002_main'], {
          'drizzle/0001_b.sql': 'CREATE TABLE "other" ("id" integer);\n',
        }),
      );
      repository.write(historyFiles(['0000_a', '0001_b']));
      expect(await newsIn(repository)).toEqual({ blocking: [], warnings: [] });
    }));

  test('is a fork to come with what the branch adds', () =>
    withRepository(START, async (repository) => {
      const later = Date.UTC(2026, 2, 1);
      fork(repository, { 'feat.txt': '' }, historyFiles(['0000_a', '0001_b', '0002_main']));
      repository.write(historyFiles(['0000_a', '0001_b', { tag: '0002_mine', when: later }]));
      repository.prepare('add', '.');
      expect(await newsIn(repository)).toEqual({
        blocking: [],
        warnings: ['forked-history 0002_mine'],
      });
    }));
});

describe('a landed migration that was known', () => {
  const withoutLast = historyFiles(['0000_a'], { 'drizzle/meta/0001_snapshot.json': null });

  test('and that the change removes stops it', () =>
    withRepository(START, async (repository) => {
      repository.prepare('checkout', '--quiet', '-b', 'feat');
      repository.write(withoutLast);
      repository.prepare(
        'rm',
        '--quiet',
        '--cached',
        'drizzle/0001_b.sql',
        'drizzle/meta/0001_snapshot.json',
      );
      repository.prepare('add', 'drizzle/meta/_journal.json');
      expect((await newsIn(repository)).blocking).toEqual(['removed-migration 0001_b']);
    }));

  test('and that HEAD has removed before is not its doing', () =>
    withRepository(START, async (repository) => {
      repository.prepare('checkout', '--quiet', '-b', 'feat');
      repository.prepare('rm', '--quiet', 'drizzle/0001_b.sql', 'drizzle/meta/0001_snapshot.json');
      repository.commit('Removed', withoutLast);
      repository.write({ 'drizzle/notes.json': '{}' });
      repository.prepare('add', '.');
      expect((await newsIn(repository)).blocking).toEqual([]);
    }));
});

test('of a journal that cannot be read only that is said: what it lists has not been removed', () =>
  withRepository(START, async (repository) => {
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    repository.write({ [JOURNAL]: '<<<<<<< ours' });
    repository.prepare('add', '.');
    const { blocking } = await newsIn(repository);
    expect(blocking).toContain('broken-journal undefined');
    expect(blocking.join()).not.toContain('removed-migration');
  }));

describe('a database that a commit takes away', () => {
  const NOTHING: ChangeNews = { databases: [], base: null, folders: {}, notes: [] };
  const linesIn = (repository: Repository) =>
    inSession(repository, (session) => leftBehind(session, commitAt(repository, 'HEAD'), NOTHING));

  test('leaves its migrations behind, where they stay', () =>
    withRepository(START, async (repository) => {
      repository.prepare('rm', '--quiet', 'drizzle-guard.json');
      expect(await linesIn(repository)).toEqual([
        'shop is no database any more without its entry in drizzle-guard.json, and its migrations stay in drizzle, where nothing checks them: delete the folder too, or bring the config back',
      ]);
    }));

  test('leaves nothing behind, where they go too', () =>
    withRepository(START, async (repository) => {
      repository.prepare('rm', '-r', '--quiet', 'drizzle-guard.json', 'drizzle');
      expect(await linesIn(repository)).toEqual([]);
    }));
});
