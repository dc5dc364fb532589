import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isLong, repositoryRoot } from 'testkit';
import { describe, expect, it } from 'vitest';
import { generate } from './generate';
import { judge } from './judge';
import type { Branches, PairDialect } from './pair';
import { hashOf, readTruths } from './truths';

const truths = readTruths();
const DIALECTS: readonly PairDialect[] = ['postgresql', 'sqlite', 'mysql'];

/** So many of a list, from its whole length. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  Array.from(
    { length: Math.min(count, list.length) },
    (_, at) => list[Math.floor((at * list.length) / count)]!,
  );

describe.each(DIALECTS)('pairs of %s', (dialect) => {
  it('are the same again for the same seed', () => {
    for (const seed of [1, 2, 77]) expect(generate(dialect, seed)).toEqual(generate(dialect, seed));
    expect(hashOf(generate(dialect, 1))).not.toBe(hashOf(generate(dialect, 2)));
  });

  it('are those that their truths were found for', () => {
    expect(truths[dialect].length).toBeGreaterThan(0);
    const known = spread(truths[dialect], isLong ? Infinity : 40);
    for (const { seed, hash } of known) expect([seed, hashOf(generate(dialect, seed))]).toEqual([seed, hash]);
  });
});

// MySQL's need the server that its other tests need, and are judged in long mode only.
const JUDGED: readonly { dialect: PairDialect; count: number }[] = [
  { dialect: 'postgresql', count: 6 },
  { dialect: 'sqlite', count: 4 },
];

describe('the judge', () => {
  it.each(JUDGED.flatMap(({ dialect, count }) => spread(truths[dialect], count)))(
    'finds again what is true of $seed: $truth',
    async ({ seed, hash, truth }) => {
      const pair = DIALECTS.map((dialect) => generate(dialect, seed)).find((one) => hashOf(one) === hash)!;
      expect((await judge(pair)).truth).toBe(truth);
    },
  );

  it.runIf(isLong)('finds again what is true in MySQL', async () => {
    for (const { seed, truth } of spread(truths.mysql, 6))
      expect((await judge(generate('mysql', seed))).truth).toBe(truth);
  });
});

/** Pairs that were judged by another oracle, which is not in every checkout. */
const PANEL = path.join(repositoryRoot, '../shared/panel/pairs.json');
const isThere = existsSync(PANEL);
const panel = isThere ? readPanel() : [];

describe.skipIf(!isThere)(`the panel${isThere ? '' : ' (skipped: ../shared/panel is not there)'}`, () => {
  it.each(isLong ? panel : spread(panel, 5))('is judged as it says: $name', async ({ said, pair }) => {
    expect((await judge(pair)).truth).toBe(said);
  });
});

function readPanel(): { name: string; said: string; pair: Branches }[] {
  const { base, pairs } = JSON.parse(readFileSync(PANEL, 'utf8'));
  return pairs.map(({ name, truth, a, b }: any) => ({
    name,
    said: truth === 'commutes' ? 'commute' : truth,
    pair: { dialect: 'postgresql', base, a, b },
  }));
}
