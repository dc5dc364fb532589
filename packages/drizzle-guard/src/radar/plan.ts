import type { AgainstMove, AgainstPair, MoveReason } from '../results/against';
import type { Verdict } from '../results/verdict';
import { bestOrder } from './order';
import { lateAfter, sameNumbers, type Unlanded } from './standing';

/** A branch that may land, with what it brings. */
export interface RadarBranch extends Unlanded {
  /** As people say it; no two are called the same. */
  name: string;
}

/** What was told of two of them. */
export interface PairVerdict {
  verdict: Verdict;
  how: AgainstPair['how'];
  notProved: string | null;
  /** What each brings that the other does not bring too. */
  sides: readonly [Unlanded, Unlanded];
}

/** What stands between two branches, whichever way it was found. */
export function pairOf(
  [one, other]: readonly [RadarBranch, RadarBranch],
  { verdict, how, notProved, sides }: PairVerdict,
): AgainstPair {
  const [mine, theirs] = sides;
  const late = [
    { branch: other.name, after: one.name, migrations: lateAfter(theirs, mine) },
    { branch: one.name, after: other.name, migrations: lateAfter(mine, theirs) },
  ].filter(({ migrations }) => migrations.length > 0);
  return {
    branches: [one.name, other.name],
    verdict: verdict.kind,
    how,
    notProved,
    shown: shownIn(verdict),
    does: verdict.kind === 'conflict' ? verdict.does : [null, null],
    same: verdict.kind === 'convergent' ? verdict.same : [],
    first: firstIn(verdict, [one.name, other.name]),
    sameNumber: sameNumbers(mine, theirs),
    late,
  };
}

function shownIn(verdict: Verdict): readonly string[] {
  if (verdict.kind === 'conflict') return verdict.shown;
  if (verdict.kind === 'convergent') return verdict.refused === null ? [] : [verdict.refused];
  return verdict.kind === 'cannot tell' ? [verdict.why] : [];
}

function firstIn(verdict: Verdict, [one, other]: readonly [string, string]): string | null {
  if (verdict.kind !== 'conflict' || verdict.works[0] === verdict.works[1]) return null;
  return verdict.works[0] ? one : other;
}

/** What stands between a branch and what has landed meanwhile. @param base as people say it */
export function movesBeside(branch: RadarBranch, landed: Unlanded, base: string): Reason[] {
  const numbers = sameNumbers(branch, landed).length > 0;
  const isLate = lateAfter(branch, landed).length > 0;
  const reason = (kind: MoveReason): Reason => ({ branch: branch.name, after: base, kind });
  return [...(numbers ? [reason('same number')] : []), ...(isLate ? [reason('late')] : [])];
}

/** Why a branch has to move where it lands after another one, or after what has landed already. */
export interface Reason {
  branch: string;
  after: string;
  kind: MoveReason;
}

/** The order of landing with the fewest moves, and who moves in it. @param beside what the base demands of them */
export function planOf(
  branches: readonly RadarBranch[],
  pairs: readonly AgainstPair[],
  beside: readonly Reason[],
): { order: string[]; moves: AgainstMove[] } {
  const reasons = pairs.flatMap(reasonsIn);
  const places = new Map(branches.map(({ name }, at) => [name, at]));
  const { order, moves } = bestOrder(
    branches.map(({ name, migrations }) => ({
      name,
      time: migrations[0]?.timestamp ?? 0,
      mustMove: beside.some(({ branch }) => branch === name),
    })),
    reasons.map(({ branch, after }) => ({ branch: places.get(branch)!, after: places.get(after)! })),
  );
  const names = order.map((at) => branches[at]!.name);
  const before = new Map(names.map((name, at) => [name, new Set(names.slice(0, at))]));
  const told = moves.map((at): AgainstMove => {
    const { name } = branches[at]!;
    const own = reasons.filter(({ branch, after }) => branch === name && before.get(name)!.has(after));
    return { branch: name, because: byKind([...beside.filter(({ branch }) => branch === name), ...own]) };
  });
  return { order: names, moves: told };
}

/** A number that is taken, a late one, and what the other order alone lets work: of two that exclude each other both ways. */
function reasonsIn({
  branches: [one, other],
  verdict,
  shown,
  first,
  sameNumber,
  late,
}: AgainstPair): Reason[] {
  const mutual = (kind: MoveReason): Reason[] => [
    { branch: other, after: one, kind },
    { branch: one, after: other, kind },
  ];
  const reasons = late.map(({ branch, after }): Reason => ({ branch, after, kind: 'late' }));
  if (sameNumber.length > 0) reasons.push(...mutual('same number'));
  // Where both do it with IF NOT EXISTS, nobody is refused.
  if (verdict === 'convergent' && shown.length > 0) reasons.push(...mutual('convergent'));
  if (verdict !== 'conflict') return reasons;
  const either = mutual('conflict');
  return [...reasons, ...(first === null ? either : either.filter(({ branch }) => branch === first))];
}

function byKind(reasons: readonly Reason[]): AgainstMove['because'] {
  const kinds = [...new Set(reasons.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    kind,
    with: reasons.filter((one) => one.kind === kind).map(({ after }) => after),
  }));
}
