import { isLong, sampleOf } from 'testkit';
import { expect, test } from 'vitest';
import { proved } from './judged-pair';
import { generate } from './pairs/generate';
import { hasMysql } from '../engines/mysql/fixtures';
import type { PairDialect } from './pairs/pair';
import { readTruths } from './pairs/truths';

// Whether the verdict is that of a judge who knows nothing of it: random pairs of branches, replayed in both orders on
// fresh databases (pairs/judge.ts). MySQL has its shadow on a server; see engines/mysql.

const STEP: Record<'postgresql' | 'sqlite', number> = { postgresql: 25, sqlite: 15 };

test.each(['postgresql', 'sqlite'] as const)(
  '%s: conflicts are found, and what commutes is not accused',
  { timeout: 3_600_000 },
  async (dialect) => {
    const truths = sampleOf(readTruths()[dialect], STEP[dialect]);
    const wrong: string[] = [];
    let [conflicts, missed, peaceful, accused] = [0, 0, 0, 0];
    for (const { seed, truth, why, a, b } of truths) {
      const pair = generate(dialect satisfies PairDialect, seed);
      const verdict = await proved(dialect, pair.base, pair.a, pair.b);
      const isFound =
        verdict.kind === 'conflict' || (truth === 'convergent' && verdict.kind === 'convergent');
      const isAccused =
        verdict.kind === 'conflict' || (verdict.kind === 'convergent' && verdict.refused !== null);
      if (truth === 'commute') peaceful += 1;
      else conflicts += 1;
      if (truth !== 'commute' && !isFound) missed += 1;
      if (truth === 'commute' && isAccused) accused += 1;
      if (
        truth === 'commute' ? isAccused : !isFound || (truth === 'convergent' && verdict.kind === 'conflict')
      )
        wrong.push(`${seed} ${truth} (${why ?? ''}) [${a} | ${b}]: ${JSON.stringify(verdict)}`);
    }
    if (isLong)
      console.log(`${dialect}: missed ${missed} of ${conflicts}, accused ${accused} of ${peaceful}`, wrong);
    expect({ missed, accused, wrong }).toMatchObject({ missed: 0, accused: 0 });
  },
);

test.runIf(hasMysql)('the pairs of MySQL are there', () => {
  expect(readTruths().mysql.length).toBeGreaterThan(0);
});
