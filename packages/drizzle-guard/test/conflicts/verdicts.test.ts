import { isLong, sampleOf } from 'testkit';
import { expect, test } from 'vitest';
import { shadowServer } from '../../src/engines/shadow/server';
import type { Verdict } from '../../src/results/verdict';
import { hasMysql, SERVER } from '../engines/mysql/fixtures';
import { provedAll } from './judged-pair';
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

async function expectRight(dialect: PairDialect, truths: readonly Truth[]): Promise<void> {
  const wrong: { seed: number; truth: string; why: string; verdict: Verdict }[] = [];
  const counted = { missed: 0, conflicts: 0, accused: 0, peaceful: 0 };
  for (const { seed, truth, why = '' } of truths) {
    const { base, ...pair } = generate(dialect, seed);
    const [verdict] = await provedAll(dialect, base, [pair], dialect === 'mysql' ? MYSQL : null);
    const isPeaceful = truth === 'commute';
    counted[isPeaceful ? 'peaceful' : 'conflicts'] += 1;
    if (isTold(verdict!) !== isPeaceful) continue;
    counted[isPeaceful ? 'accused' : 'missed'] += 1;
    wrong.push({ seed, truth, why, verdict: verdict! });
  }
  if (isLong) console.log(dialect, counted);
  expect(wrong).toEqual([]);
}

const all = readTruths();

test('Postgres: conflicts are found, and what commutes is not accused', { timeout: LIMIT }, () =>
  expectRight('postgresql', sampleOf(all.postgresql, 60)),
);

test('SQLite', { timeout: LIMIT }, () => expectRight('sqlite', sampleOf(all.sqlite, 15)));

test.runIf(await hasMysql())('MySQL, on a server', { timeout: LIMIT }, () =>
  expectRight('mysql', sampleOf(all.mysql, 20)),
);
