import type { Pair } from '../../conflicts/pair';
import type { Reading } from '../../conflicts/reading/read-pair';
import { readAlone, ruled } from '../../conflicts/ruling';
import { askInGroups } from '../../radar/in-groups';
import { areApart, type Ties } from '../../conflicts/names/in-common';
import type { PairVerdict } from '../../radar/plan';
import type { Touches } from '../../conflicts/names/touches';
import type { ReadMigration } from '../../replay/replay-history';
import type { Ruling } from '../../results/verdict';
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

/** What the text of branches tells. */
export interface Texts {
  pair(before: readonly ReadMigration[], pair: Pair): Promise<Reading>;
  /** What a branch makes, with the names that the database makes up, by keys. */
  makes(branch: ReadBranch): Promise<ReadonlySet<string>>;
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
 * @param read what their text tells
 */
export async function verdictsOn(
  runners: readonly Runner[],
  ties: Ties | null,
  bench: Bench | { why: string },
  read: Texts,
): Promise<ToldPair[]> {
  const made = runners.length < 2 ? [] : await Promise.all(runners.map((runner) => read.makes(runner)));
  const told = new Map<string, PairVerdict>();
  const keyOf = (one: number, other: number) => `${one} ${other}`;
  const beside = new Map<string, Apart>();
  const identities = runners.map(({ read }) => new Map(read.map((one) => [identityOf(one), one])));
  for (const [one, first] of runners.entries())
    for (let other = one + 1; other < runners.length; other += 1) {
      const second = runners[other]!;
      const between = apart(first, second, identities[one]!, identities[other]!);
      const isOneName = [...made[one]!].some((key) => made[other]!.has(key));
      const known = withoutRunning(first, second, between, isOneName ? null : ties);
      if (known) told.set(keyOf(one, other), known);
      else beside.set(keyOf(one, other), between);
    }
  const say = (one: number, other: number, { verdict, notProved }: Ruling) => {
    const how = verdict.kind === 'cannot tell' ? null : notProved === null ? 'proof' : 'reading';
    told.set(keyOf(one, other), { verdict, how, notProved, sides: beside.get(keyOf(one, other))!.sides });
  };
  const isWriting = runners.map(({ read: own }) => own.some(({ statements }) => statements.some(writesRows)));
  // Of rows that both write a run of many shows nothing where no row of its is met.
  const meetInRows = new Set<string>();
  for (const [key, { before, pair }] of beside) {
    const [one, other] = key.split(' ').map(Number) as [number, number];
    if (isWriting[one] && isWriting[other] && (await read.pair(before, pair)).data) meetInRows.add(key);
  }
  const meanings = runners.map(
    ({ read }) => new Set(read.flatMap(({ statements }) => statements.map(({ meaning }) => meaning))),
  );
  const hold = new Map(runners.flatMap(({ read }, at) => read.map((one) => [one, at] as const)));
  const migrationsOf = (places: readonly number[]) => places.flatMap((at) => runners[at]!.read);
  await askInGroups([...runners.keys()], {
    isWanted: (one, other) => beside.has(keyOf(one, other)),
    mayMeet: (one, other) =>
      !('why' in bench) &&
      !meetInRows.has(keyOf(one, other)) &&
      ![...meanings[one]!].some((meaning) => meanings[other]!.has(meaning)),
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
    together: (one, other) => say(one, other, PROVED),
    async two(one, other) {
      const ruling = await rulingOn(beside.get(keyOf(one, other))!, bench, read);
      say(one, other, ruling);
      return ruling.verdict.kind === 'commute';
    },
  });
  return runners.flatMap((first, one) =>
    runners.slice(one + 1).map((second, ahead): ToldPair => {
      return { branches: [first, second], told: told.get(keyOf(one, one + 1 + ahead))! };
    }),
  );
}

const PROVED: Ruling = { verdict: { kind: 'commute' }, notProved: null, readOtherwise: null };

function writesRows({ meaning }: { meaning: string }): boolean {
  return /\b(?:insert|update|delete|truncate|merge)\b/.test(meaning);
}

/** What is told of two before anything is run; null where it has to be. */
function withoutRunning(one: Runner, other: Runner, between: Apart, ties: Ties | null): PairVerdict | null {
  const commute = (how: PairVerdict['how']): PairVerdict => ({
    ...{ verdict: { kind: 'commute' }, how, notProved: null },
    sides: between.sides,
  });
  if (between.pair.some((side) => side.length === 0)) return commute('contained');
  const isAlone = between.before.length === 0;
  return isAlone && areApart(one.touches, other.touches, ties) ? commute('no name in common') : null;
}

/** What is said of two that have to be run; where nothing can be, by their text. */
async function rulingOn(
  { before, pair }: Apart,
  bench: Bench | { why: string },
  read: Texts,
): Promise<Ruling> {
  if ('why' in bench) return readAlone(await read.pair(before, pair), bench.why);
  const proved = await bench.together(before, pair);
  if (proved.kind === 'cannot tell') return readAlone(await read.pair(before, pair), proved.why);
  return ruled(proved, await read.pair(before, pair));
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
