import { withRepository, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { rebase } from '../../src/commands/rebase/run';
import { grown, started, type Edit } from './kit-pairs';

const MINE: Edit = { do: 'column', table: 'users', name: 'mine', type: 'text' };
const THEIRS: Edit = { do: 'column', table: 'users', name: 'theirs', type: 'text' };
const JOURNAL = 'drizzle/meta/_journal.json';

type Files = Record<string, string>;

/** On `work`, with these files of mine; `main` has those of theirs. */
async function between(
  { start, mine, theirs }: { start: Files; mine: Files; theirs: Files },
  use: (repository: Repository) => Promise<void>,
): Promise<void> {
  await withRepository(start, async (repository) => {
    repository.prepare('checkout', '--quiet', '-b', 'work');
    repository.commit('Mine', mine);
    repository.prepare('checkout', '--quiet', 'main');
    repository.commit('Theirs', theirs);
    repository.prepare('checkout', '--quiet', 'work');
    await use(repository);
  });
}

async function rebaseIn({ dir }: Repository, more: { dropDuplicates?: boolean } = {}) {
  const { databases } = await rebase({ cwd: dir, migrations: 'drizzle', onto: 'main', ...more });
  return databases[0]!;
}

const tagsIn = (text: string) => (JSON.parse(text).entries as { tag: string }[]).map(({ tag }) => tag);
const entryOf = (files: Files, position: number) => JSON.parse(files[JOURNAL]!).entries[position];

describe('what a rebase is not to lose', () => {
  test.each([
    ['merge', 'main', 'work', 'MERGE_HEAD'],
    ['rebase', 'work', 'main', 'REBASE_HEAD'],
  ])(
    'mine in the journal, in a %s in which it stands behind theirs already',
    async (how, at, other, head) => {
      const start = await started();
      const theirs = await grown(start, [THEIRS], 'theirs');
      const mine = await grown(start, [THEIRS, MINE], 'theirs');
      // What theirs has made was taken over as it is, in a commit of its own.
      const own: Files = {
        ...mine.files,
        ...theirs.files,
        [JOURNAL]: mine.files[JOURNAL]!,
        'notes.txt': 'mine',
      };
      const second = 'drizzle/meta/0002_snapshot.json';
      const parent = (text: string, key: 'id' | 'prevId') => JSON.parse(text)[key] as string;
      own[second] = own[second]!.replace(
        parent(own[second]!, 'prevId'),
        parent(theirs.files['drizzle/meta/0001_snapshot.json']!, 'id'),
      );
      await between(
        { start: start.files, mine: own, theirs: { ...theirs.files, 'notes.txt': 'theirs' } },
        async (repository) => {
          repository.prepare('checkout', '--quiet', at);
          repository.git(['-c', 'core.hooksPath=/dev/null', how, other]);
          expect(repository.exists(`.git/${head}`)).toBe(true);
          const result = await rebaseIn(repository);
          expect([result.error, result.moved]).toEqual([undefined, []]);
          expect(tagsIn(repository.read(JOURNAL))).toEqual(['0000_start', '0001_theirs_0', '0002_theirs_1']);
        },
      );
    },
  );

  test('a snapshot of theirs that belongs to no migration, under the number that mine had', async () => {
    const start = await started();
    const mine = await grown(start, [MINE, { ...MINE, name: 'more' }], 'mine');
    const [theirs, other] = [
      await grown(start, [THEIRS], 'theirs'),
      await grown(start, [THEIRS, MINE], 'other'),
    ];
    const file = 'drizzle/meta/0002_snapshot.json';
    const left = { ...theirs.files, [file]: other.files[file]! };
    await between({ start: start.files, mine: mine.files, theirs: left }, async (repository) => {
      const { error, moved } = await rebaseIn(repository);
      expect([error, moved.map(({ to }) => to)]).toEqual([undefined, ['0003_mine_0', '0004_mine_1']]);
      expect(repository.read(file)).toBe(left[file]);
      expect(repository.exists('drizzle/0002_mine_1.sql')).toBe(false);
    });
  });

  test('bytes of mine: line ends of Windows', async () => {
    const start = await started();
    const mine = await grown(start, [MINE], 'mine');
    const sql = `-- why\r\n${mine.files['drizzle/0001_mine_0.sql']!}\r\n`;
    const theirs = await grown(start, [THEIRS], 'theirs');
    const sides = {
      start: start.files,
      mine: { ...mine.files, 'drizzle/0001_mine_0.sql': sql },
      theirs: theirs.files,
    };
    await between(sides, async (repository) => {
      const result = await rebaseIn(repository);
      expect([result.error, result.moved]).toEqual([undefined, [{ from: '0001_mine_0', to: '0002_mine_0' }]]);
      expect(repository.read('drizzle/0002_mine_0.sql')).toBe(sql);
      expect(tagsIn(repository.read(JOURNAL))).toEqual(['0000_start', '0001_theirs_0', '0002_mine_0']);
    });
  });

  test('a statement on one line with one that theirs has: nothing is left out, and why is said', async () => {
    const start = await started();
    const mine = await grown(start, [THEIRS, MINE], 'mine');
    const theirs = await grown(start, [THEIRS], 'theirs');
    const [first, second] = [mine.files['drizzle/0001_mine_0.sql']!, mine.files['drizzle/0002_mine_1.sql']!];
    // Both in one migration, on one line.
    const journal = JSON.parse(mine.files[JOURNAL]!);
    const snapshot = mine.files['drizzle/meta/0002_snapshot.json']!;
    const begin = JSON.parse(start.files['drizzle/meta/0000_snapshot.json']!).id as string;
    const own: Files = {
      ...start.files,
      'drizzle/0001_mine_0.sql': `${first} ${second}`,
      'drizzle/meta/0001_snapshot.json': snapshot.replace(JSON.parse(snapshot).prevId as string, begin),
      [JOURNAL]: JSON.stringify(
        { ...journal, entries: [entryOf(mine.files, 0), entryOf(mine.files, 1)] },
        null,
        2,
      ),
    };
    await between({ start: start.files, mine: own, theirs: theirs.files }, async (repository) => {
      const { error, refused } = await rebaseIn(repository, { dropDuplicates: true });
      expect(error?.code).toBe('rebase-refused');
      expect(refused).toMatchObject([
        {
          migration: '0001_mine_0',
          reason:
            'a statement that theirs has stands on one line with another one, and lines are left out whole',
        },
      ]);
      expect(repository.prepare('status', '--porcelain')).toBe('');
    });
  });

  test('mine, where theirs has no migration at all', async () => {
    const start = await started();
    const mine = await grown(start, [MINE], 'mine');
    // The second is as old as the first.
    const own = {
      ...mine.files,
      [JOURNAL]: mine.files[JOURNAL]!.replace(
        `${entryOf(mine.files, 1).when}`,
        `${entryOf(mine.files, 0).when}`,
      ),
    };
    await between(
      { start: { 'notes.txt': 'start' }, mine: own, theirs: { 'notes.txt': 'theirs' } },
      async (repository) => {
        const { error, edits } = await rebaseIn(repository);
        expect(error?.code).not.toBe('internal');
        expect(edits).toEqual([]);
        expect(tagsIn(repository.read(JOURNAL))).toEqual(['0000_start', '0001_mine_0']);
      },
    );
  });
});
