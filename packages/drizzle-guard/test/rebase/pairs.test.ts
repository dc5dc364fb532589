import { isLong, sampleOf, withRepository, type Repository } from 'testkit';
import { afterAll, describe, expect, test } from 'vitest';
import { rebase } from '../../src/commands/rebase/run';
import { readHistory } from '../../src/history/read-history';
import { replayHistory } from '../../src/replay/replay-history';
import { isSameState } from '../../src/state/same';
import { workTree } from '../../src/sources/work-tree';
import { foundIn } from '../histories';
import { edited, grown, pairsOf, snapshotOf, START, started, type Edit, type Model } from './kit-pairs';

const column = (type: 'text' | 'integer'): Edit => ({ do: 'column', table: 'users', name: 'x', type });
const age = (what: 'no column' | 'not null' | 'index'): Edit => ({ do: what, table: 'users', name: 'age' });
const value: Edit = { do: 'value', name: 'mood', value: 'x', isFirst: false };
/** Two that are about one thing, which is seldom where they are drawn. */
const MEETING: [string, Edit, Edit][] = [
  ['one column of two types', column('text'), column('integer')],
  ['one column, mandatory and gone', age('not null'), age('no column')],
  ['one column, with an index and gone', age('index'), age('no column')],
  ['one index', age('index'), age('index')],
  ['one value', value, value],
  ['one value, first and last', value, { ...value, isFirst: true }],
  ['a column of a table that is gone', column('text'), { do: 'no table', name: 'users' }],
];

const drawn = pairsOf(20_261_127, isLong ? 40 : 2).map((pair, at) => ({ name: `${at}`, ...pair }));
const meeting = MEETING.map(([name, mine, theirs]) => ({ name, mine: [mine], theirs: [theirs] }));
const pairs = [...drawn, ...sampleOf(meeting, 3)].flatMap(({ name, mine, theirs }) => [
  { name, mine, theirs },
  { name: `${name} the other way round`, mine: theirs, theirs: mine },
]);
const outcomes: string[] = [];

/** What stands after theirs and mine, or null where mine cannot be done after theirs, or is done. */
function bothOf(mine: readonly Edit[], theirs: readonly Edit[]): Model | null {
  return [...theirs, ...mine].reduce<Model | null>((model, one) => model && edited(model, one), START);
}

/** A branch of theirs, and the one of mine, which is checked out. */
async function withSides(
  mine: readonly Edit[],
  theirs: readonly Edit[],
  use: (repository: Repository, own: Record<string, string>, other: Record<string, string>) => Promise<void>,
): Promise<void> {
  const start = await started();
  const [own, other] = [
    (await grown(start, mine, 'mine')).files,
    (await grown(start, theirs, 'theirs')).files,
  ];
  await withRepository(start.files, async (repository) => {
    repository.prepare('checkout', '--quiet', '-b', 'work');
    repository.commit('Mine', own);
    repository.prepare('checkout', '--quiet', 'main');
    repository.commit('Theirs', other);
    repository.prepare('checkout', '--quiet', 'work');
    await use(repository, own, other);
  });
}

describe('any two branches of a journal', () => {
  afterAll(() => {
    // Most are moved, and each way to end is there.
    const moved = outcomes.filter((one) => one === 'moved').length;
    expect(moved / outcomes.length).toBeGreaterThan(0.3);
    expect(outcomes).toContain('refused');
  });

  test.each(pairs)('$name', async ({ mine, theirs }) => {
    await withSides(mine, theirs, async (repository, own, other) => {
      const options = { cwd: repository.dir, migrations: 'drizzle', onto: 'main', dropDuplicates: true };
      const before = repository.prepare('rev-parse', 'HEAD');
      const {
        databases: [result],
      } = await rebase(options);
      const both = bothOf(mine, theirs);
      if (result!.refused.length > 0) {
        outcomes.push('refused');
        expect(repository.prepare('status', '--porcelain')).toBe('');
        expect(repository.prepare('rev-parse', 'HEAD')).toBe(before);
        expect(repository.exists('.git/MERGE_HEAD')).toBe(false);
        return;
      }
      outcomes.push('moved');
      expect(result!.error).toBeUndefined();
      expect(result!.findings).toEqual([]);
      expect(result!.moved.length + result!.dropped.filter(({ isWhole }) => isWhole).length).toBe(
        mine.length,
      );
      repository.prepare('commit', '--quiet', '--no-edit');

      const history = await readHistory(workTree(repository.dir), 'drizzle');
      expect(foundIn(history)).toEqual([]);
      // Theirs is as it was, and of mine nothing is left under its old name.
      for (const [file, text] of Object.entries(other).filter(([name]) => !name.endsWith('_journal.json')))
        expect([file, repository.read(file)]).toEqual([file, text]);
      const partly = new Set(result!.dropped.map(({ migration }) => migration));
      for (const { from, to } of result!.moved) {
        // Where one before it was left out, the second may have its number still.
        if (from !== to) expect(repository.exists(`drizzle/${from}.sql`)).toBe(false);
        if (!partly.has(from)) expect(repository.read(`drizzle/${to}.sql`)).toBe(own[`drizzle/${from}.sql`]);
      }
      expect(history.snapshots.at(-1)!.id).toBe(history.migrations.at(-1)!.snapshot!.id);
      // What nothing but the edits say is there.
      const newest = JSON.parse(repository.read(history.migrations.at(-1)!.snapshotFile)) as Record<
        string,
        unknown
      >;
      if (both) expect(isSameState(newest, snapshotOf(both))).toBe(true);
      const { failed } = await replayHistory(workTree(repository.dir), history, {
        ...{ dialect: 'postgresql', folders: [repository.dir], server: null },
      });
      expect(failed).toBeNull();

      const again = (await rebase(options)).databases[0]!;
      expect([again.moved, again.dropped, again.edits]).toEqual([[], [], []]);
      expect(repository.prepare('status', '--porcelain')).toBe('');
    });
  });
});
