import type { Pair } from '../../conflicts/pair';
import { askInGroups } from '../../radar/in-groups';
import { areApart, type Ties } from '../../radar/names-in-common';
import type { PairVerdict } from '../../radar/plan';
import type { Touches } from '../../radar/touches';
import type { ReadMigration } from '../../replay/replay-history';
import type { Verdict } from '../../results/verdict';
import type { Bench } from './bench';
import { identityOf, type ReadBranch } from './read-branches';

/** A branch that is judged, with what its SQL speaks of. */
export type Runner = ReadBranch & {
  touches: Touches | null;
  /** Whether it cannot be run where tables hold rows of ours. */
  withoutRows: boolean;
};

/** Two of them, in the order in which they are given. */
export interface ToldPair {
  branches: readonly [Runner, Runner];
  told: PairVerdict;
}

/** What two branches bring together: what both have, and what each has beside that. */
interface Apart {
  before: readonly ReadMigration[];
  pair: Pair;
  sides: PairVerdict['sides'];
}

/**
 * The verdict on every two: by what they bring and by their names where that says it, else by running them.
 * @param bench where they are run, or why they cannot be
 */
export async function verdictsOn(
  runners: readonly Runner[],
  ties: Ties | null,
  bench: Bench | { why: string },
): Promise<ToldPair[]> {
  const told = new Map<string, PairVerdict>();
  const keyOf = (one: number, other: number) => `${one} ${other}`;
  const beside = new Map<string, Apart>();
  const identities = runners.map(({ read }) => new Map(read.map((one) => [identityOf(one), one])));
  for (const [one, first] of runners.entries())
    for (let other = one + 1; other < runners.length; other += 1) {
      const second = runners[other]!;
      const between = apart(first, second, identities[one]!, identities[other]!);
      const read = withoutRunning(first, second, between, ties);
      if (read) told.set(keyOf(one, other), read);
      else beside.set(keyOf(one, other), between);
    }
  const say = (one: number, other: number, verdict: Verdict, how: PairVerdict['how']) =>
    told.set(keyOf(one, other), { verdict, how, sides: beside.get(keyOf(one, other))!.sides });
  const meanings = runners.map(
    ({ read }) => new Set(read.flatMap(({ statements }) => statements.map(({ meaning }) => meaning))),
  );
  const hold = new Map(runners.flatMap(({ read }, at) => read.map((one) => [one, at] as const)));
  const migrationsOf = (places: readonly number[]) => places.flatMap((at) => runners[at]!.read);
  await askInGroups([...runners.keys()], {
    isWanted: (one, other) => beside.has(keyOf(one, other)),
    mayMeet: (one, other) =>
      !('why' in bench) && ![...meanings[one]!].some((meaning) => meanings[other]!.has(meaning)),
    async many(order, other, single) {
      // What is told of it is told without rows, and of the others with them.
      const bare = order.filter((at) => runners[at]!.withoutRows);
      const refused = bare.find((at) => at !== single);
      if (refused !== undefined) return { refused };
      const withRows = bare.length === 0;
      const answer = await (bench as Bench).many(migrationsOf(order), migrationsOf(other), withRows);
      if (answer === 'together') return answer;
      return { refused: answer.refused === null ? null : hold.get(answer.refused)! };
    },
    together: (one, other) => void say(one, other, { kind: 'commute' }, 'proof'),
    async two(one, other) {
      const verdict = await verdictOn(beside.get(keyOf(one, other))!, bench);
      say(one, other, verdict, verdict.kind === 'cannot tell' ? null : 'proof');
      return verdict.kind === 'commute';
    },
  });
  return runners.flatMap((first, one) =>
    runners.slice(one + 1).map((second, ahead): ToldPair => {
      return { branches: [first, second], told: told.get(keyOf(one, one + 1 + ahead))! };
    }),
  );
}

/** What is told of two before anything is run; null where it has to be. What only reads has its place here. */
function withoutRunning(one: Runner, other: Runner, between: Apart, ties: Ties | null): PairVerdict | null {
  const commute = (how: PairVerdict['how']): PairVerdict => ({
    ...{ verdict: { kind: 'commute' }, how },
    sides: between.sides,
  });
  if (between.pair.some((side) => side.length === 0)) return commute('contained');
  const isAlone = between.before.length === 0;
  return isAlone && areApart(one.touches, other.touches, ties) ? commute('no name in common') : null;
}

/** The verdict on two that have to be run; where nothing can be, that it cannot be told. */
async function verdictOn({ before, pair }: Apart, bench: Bench | { why: string }): Promise<Verdict> {
  return 'why' in bench ? { kind: 'cannot tell', why: bench.why } : bench.together(before, pair);
}

type Identities = ReadonlyMap<string, ReadMigration>;

/** A branch may have begun on another one. */
function apart(one: ReadBranch, other: ReadBranch, mine: Identities, theirs: Identities): Apart {
  const own = [...mine].flatMap(([identity, read]) => (theirs.has(identity) ? [] : [read]));
  const others = [...theirs].flatMap(([identity, read]) => (mine.has(identity) ? [] : [read]));
  const sideOf = ({ history }: ReadBranch, reads: readonly ReadMigration[]) => ({
    history,
    migrations: reads.map(({ migration }) => migration),
  });
  return {
    before: [...mine].flatMap(([identity, read]) => (theirs.has(identity) ? [read] : [])),
    pair: [own, others],
    sides: [sideOf(one, own), sideOf(other, others)],
  };
}
