import { isLong, sampleOf } from 'testkit';
import { expect, test } from 'vitest';
import { provedAll } from './judged-pair';
import { generate } from './pairs/generate';
import { readTruths } from './pairs/truths';

// Whether the verdict is that of a judge who knows nothing of it: random pairs of branches, replayed in both orders on
// fresh databases (pairs/judge.ts). MySQL has its shadow on a server alone.

const STEP: Record<'postgresql' | 'sqlite', number> = { postgresql: 60, sqlite: 15 };

test.each(['postgresql', 'sqlite'] as const)(
  '%s: conflicts are found, and what commutes is not accused',
  { timeout: 3_600_000 },
  async (dialect) => {
    const truths = sampleOf(readTruths()[dialect], STEP[dialect]);
    const wrong: string[] = [];
    let [conflicts, missed, peaceful, accused] = [0, 0, 0, 0];
    for (const { seed, truth, why, a, b } of truths) {
      const pair = generate(dialect, seed);
      const verdict = (await provedAll(dialect, pair.base, [pair]))[0]!;
      // The same thing in other words is convergent to us, and a conflict to a judge who compares words.
      const isTold =
        verdict.kind === 'conflict' || (verdict.kind === 'convergent' && verdict.refused !== null);
      if (truth === 'commute') peaceful += 1;
      else conflicts += 1;
      if (truth !== 'commute' && !isTold) missed += 1;
      if (truth === 'commute' && isTold) accused += 1;
      const isWrong =
        truth === 'convergent' ? verdict.kind !== 'convergent' : isTold !== (truth === 'conflict');
      if (isWrong) wrong.push(`${seed} ${truth} (${why ?? ''}) [${a} | ${b}]: ${JSON.stringify(verdict)}`);
    }
    if (isLong)
      console.log(`${dialect}: missed ${missed} of ${conflicts}, accused ${accused} of ${peaceful}`, wrong);
    expect({ missed, accused, wrong }).toMatchObject({ missed: 0, accused: 0 });
  },
);
