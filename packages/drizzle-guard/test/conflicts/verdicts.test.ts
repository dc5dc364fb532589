import { isLong, sampleOf } from 'testkit';
import { describe, expect, test } from 'vitest';
import { shadowServer } from '../../src/engines/shadow/server';
import type { Verdict } from '../../src/results/verdict';
import { hasMysql, SERVER } from '../engines/mysql/fixtures';
import { readAll, ruledAll } from './judged-pair';
import { generate } from './pairs/generate';
import type { PairDialect } from './pairs/pair';
import { readTruths, type Truth } from './pairs/truths';

// Whether the verdict is that of a judge who knows nothing of it: random pairs of branches, replayed in both orders on
// fresh databases (pairs/judge.ts).

const LIMIT = 3_600_000;
const MYSQL = shadowServer(`mysql://${SERVER.user}@${SERVER.host}:${SERVER.port}`, 'SHADOW_URL', {});

/** The same thing in other words is convergent to us, and a conflict to a judge who compares words. */
function isTold(verdict: Verdict): boolean {
  return verdict.kind === 'conflict' || (verdict.kind === 'convergent' && verdict.refused !== null);
}

type Judge = (pair: ReturnType<typeof generate>) => Promise<{ verdict: Verdict }>;

async function expectRight(
  dialect: PairDialect,
  truths: readonly Truth[],
  judge: Judge,
  known: readonly number[] = [],
): Promise<void> {
  const wrong: { seed: number; truth: string; why: string; verdict: Verdict }[] = [];
  const counted = { missed: 0, conflicts: 0, accused: 0, peaceful: 0 };
  for (const { seed, truth, why = '' } of truths) {
    const { verdict } = await judge(generate(dialect, seed));
    const isPeaceful = truth === 'commute';
    counted[isPeaceful ? 'peaceful' : 'conflicts'] += 1;
    if (isTold(verdict) !== isPeaceful) continue;
    counted[isPeaceful ? 'accused' : 'missed'] += 1;
    if (!known.includes(seed)) wrong.push({ seed, truth, why, verdict });
  }
  if (isLong) console.log(expect.getState().currentTestName, counted);
  expect(wrong).toEqual([]);
}

const all = readTruths();
const isMysqlThere = await hasMysql();

describe('where both orders are run, conflicts are found, and what commutes is not accused', () => {
  const on =
    (dialect: PairDialect, server: typeof MYSQL | null = null): Judge =>
    async ({ base, ...pair }) =>
      (await ruledAll(dialect, base, [pair], server))[0]!;

  test('Postgres', { timeout: LIMIT }, () =>
    expectRight('postgresql', sampleOf(all.postgresql, 90), on('postgresql')),
  );
  test('SQLite', { timeout: LIMIT }, () => expectRight('sqlite', sampleOf(all.sqlite, 15), on('sqlite')));
  test.runIf(isMysqlThere)('MySQL, on a server', { timeout: LIMIT }, () =>
    // A row is deleted by what another gives a row that has it already; that is not seen in the text.
    expectRight('mysql', sampleOf(all.mysql, 20), on('mysql', MYSQL), [61]),
  );
});

describe('so the text tells', () => {
  const by =
    (dialect: PairDialect): Judge =>
    async ({ base, a, b }) => {
      const [told, turned, ...same] = await readAll(dialect, base, [
        { a, b },
        { a: b, b: a },
        { a, b: a },
        { a: b, b },
      ]);
      expect(turned!.verdict.kind).toBe(told!.verdict.kind);
      expect(same.map(({ verdict }) => verdict.kind)).toEqual(['convergent', 'convergent']);
      return told!;
    };

  // Whether a value fits the type that the other side gives its column is not read, nor what a function gives.
  const UNFIT = [39, 218, 1114, 1236];

  test('Postgres', { timeout: LIMIT }, () =>
    expectRight('postgresql', sampleOf(all.postgresql, 3), by('postgresql'), UNFIT),
  );
  test('SQLite', { timeout: LIMIT }, () => expectRight('sqlite', sampleOf(all.sqlite, 2), by('sqlite')));
  test('MySQL', { timeout: LIMIT }, () => expectRight('mysql', all.mysql, by('mysql'), [61]));
});
