// Judges pairs by their seeds, from the first that is not judged yet, until there are so many of a dialect:
// `npx tsx packages/drizzle-guard/test/conflicts/pairs/write-truth.ts postgresql 500`
// With a seed to begin at and another file, pairs that nothing was fitted to: `… postgresql 100 90001 /tmp/fresh.json`
import { generate } from './generate';
import { judge } from './judge';
import type { PairDialect } from './pair';
import { TRUTH_FILE, type Truth, hashOf, readTruths, writeTruths } from './truths';

/** A run that is stopped keeps what it has, but for the last so many. */
const KEPT_EVERY = 25;
/** What a conflict's reason is cut to. */
const LONGEST = 160;

async function main([
  dialect = 'postgresql',
  count = '500',
  from = '1',
  file = TRUTH_FILE,
]: string[]): Promise<void> {
  const truths = readTruths(file);
  const list = truths[dialect as PairDialect];
  for (let seed = (list.at(-1)?.seed ?? Number(from) - 1) + 1; list.length < Number(count); seed += 1) {
    const truth = await truthOf(dialect as PairDialect, seed);
    if (truth) list.push(truth);
    if (truth && list.length % KEPT_EVERY === 0) writeTruths(truths, file);
  }
  writeTruths(truths, file);
  process.exit();
}

async function truthOf(dialect: PairDialect, seed: number): Promise<Truth | null> {
  const pair = generate(dialect, seed);
  const { truth, why } = await judge(pair);
  const kinds = { plan: pair.plan, a: pair.kinds.a.join(','), b: pair.kinds.b.join(',') };
  console.log(seed, truth ?? 'UNFIT', pair.plan, `[${kinds.a} | ${kinds.b}]`, why ?? '');
  if (truth === null) return null;
  return {
    seed,
    truth,
    ...(why === null ? {} : { why: why.slice(0, LONGEST) }),
    ...kinds,
    hash: hashOf(pair),
  };
}

void main(process.argv.slice(2));
