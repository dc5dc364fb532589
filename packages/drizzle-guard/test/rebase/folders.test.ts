import { BRANCHES, branchFiles, isLong, kitOneModules, withRepository, type BranchName } from 'testkit';
import { describe, expect, test } from 'vitest';
import { rebase } from '../../src/commands/rebase/run';
import { readHistory } from '../../src/history/read-history';
import { replayHistory } from '../../src/replay/replay-history';
import { workTree } from '../../src/sources/work-tree';
import { foundIn } from '../histories';

// Of two the second one is the later one: mine is late where it is the first.
const all = BRANCHES.flatMap((mine) =>
  BRANCHES.filter((theirs) => theirs !== mine).map((theirs) => ({ mine, theirs })),
);
const SHORT: { mine: BranchName; theirs: BranchName }[] = [
  { mine: 'a', theirs: 'x' },
  { mine: 'y', theirs: 'x' },
  { mine: 'x', theirs: 'number' },
];

describe('two branches in folders, as drizzle-kit 1.0 has made them', () => {
  test.each(isLong ? all : SHORT)('$mine beside $theirs', async ({ mine, theirs }) => {
    const start = branchFiles('postgresql', ['start']);
    const [own, other] = [branchFiles('postgresql', [mine]), branchFiles('postgresql', [theirs])];
    await withRepository(
      start,
      async (repository) => {
        repository.prepare('checkout', '--quiet', '-b', 'work');
        repository.commit('Mine', own);
        repository.prepare('checkout', '--quiet', 'main');
        repository.commit('Theirs', other);
        repository.prepare('checkout', '--quiet', 'work');
        const options = { cwd: repository.dir, migrations: 'drizzle', onto: 'main', dropDuplicates: true };
        const result = (await rebase(options)).databases[0]!;
        if (result.refused.length > 0 || result.moved.length + result.dropped.length === 0) {
          // Nothing is begun where nothing moves.
          expect(repository.prepare('status', '--porcelain')).toBe('');
          expect(repository.exists('.git/MERGE_HEAD')).toBe(false);
          return;
        }
        expect([result.error, result.findings]).toEqual([undefined, []]);
        repository.prepare('commit', '--quiet', '--no-edit');
        const history = await readHistory(workTree(repository.dir), 'drizzle');
        expect(foundIn(history)).toEqual([]);
        for (const [file, text] of Object.entries(other)) expect(repository.read(file)).toBe(text);
        const partly = new Set(result.dropped.map(({ migration }) => migration));
        for (const { from, to } of result.moved) {
          expect(repository.exists(`drizzle/${from}/migration.sql`)).toBe(false);
          if (!partly.has(from))
            expect(repository.read(`drizzle/${to}/migration.sql`)).toBe(own[`drizzle/${from}/migration.sql`]);
        }
        const { failed } = await replayHistory(workTree(repository.dir), history, {
          ...{ dialect: 'postgresql', folders: [repository.dir], server: null },
        });
        expect(failed).toBeNull();
        expect((await rebase(options)).databases[0]).toMatchObject({ moved: [], dropped: [], edits: [] });
        expect(repository.prepare('status', '--porcelain')).toBe('');
      },
      kitOneModules(),
    );
  });
});
