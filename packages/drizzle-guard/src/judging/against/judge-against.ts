import path from 'node:path';
import { hasShadow, whyNoShadow, type Ground } from '../../engines/shadow/ground';
import { readMigrations, type ReadMigration } from '../../replay/replay-history';
import { movesBeside, pairOf, planOf, type PairVerdict, type Reason } from '../../radar/plan';
import { areApart, tiesOf, type Ties } from '../../radar/names-in-common';
import { touchesOf, type Touches } from '../../radar/touches';
import type { Against, AgainstBranch, AgainstPair } from '../../results/against';
import type { Folder } from '../../results/judged';
import type { Verdict } from '../../results/verdict';
import type { JudgedMeeting } from '../../rules/contexts';
import type { State } from '../../sources/state';
import { millisecondsOf } from '../../text/duration';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import { groundOf } from '../ground-of';
import { judgedOf } from '../judged-meeting';
import type { Held, Landing } from '../landing';
import { sequenceFaults } from '../preflight';
import { kitFolderOf } from '../parts/replay';
import type { Session } from '../session';
import { openBench, type Bench } from './bench';
import { isQueued, type Branches } from './find-branches';
import { identityOf, readBranches, type ReadBranch } from './read-branches';
import { withoutEarlier } from './without-earlier';

/** What is asked of branches beside each other. */
export interface AskedAgainst {
  landing: Landing;
  branches: Branches;
  /** Whether they may be run on a shadow. */
  shadow: boolean;
}

/** What was found, and what of it is a matter of what is judged. */
export interface JudgedAgainst {
  against: Against;
  meetings: JudgedMeeting[];
  /** Whether there are two of them of which it could not be told. */
  isUntold: boolean;
}

/** A branch that is judged, with what its SQL speaks of. */
type Runner = ReadBranch & { touches: Touches | null };

/**
 * Judges every branch that brings migrations to a database beside every other one, at the state of the base.
 * @throws GuardError where the configuration cannot be read
 */
export async function judgeAgainst(
  session: Session,
  at: State,
  database: Database,
  folder: Folder,
  asked: AskedAgainst,
): Promise<JudgedAgainst> {
  const { landing, branches: named } = asked;
  const found = await readBranches(session, at, landing, named, folder.out);
  const before = await readMigrations(found.base.tree, found.base.history);
  const bench = await benchFor(session, at, database, folder, asked, {
    base: found.base,
    before,
    branches: found.branches,
  });
  try {
    const isMember = (branch: { name: string; isThis: boolean }) =>
      named.isMergeGroup && (branch.isThis || isQueued(branch.name));
    const own = named.isMergeGroup ? await withoutEarlier(found.branches, isMember, bench) : found.branches;
    const rows: AgainstBranch[] = [...found.unjudged];
    const runners: Runner[] = [];
    for (const branch of own) {
      const alone = 'why' in bench ? null : await bench.alone(branch.read);
      const { name, commit, isThis } = branch;
      const tags = branch.migrations.map(({ tag }) => tag);
      const isOut = alone !== null && alone.kind !== 'runs';
      const state = !isOut ? 'judged' : alone.kind === 'fails' ? 'fails' : 'not judged';
      rows.push({ name, commit, isThis, migrations: tags, state, why: isOut ? alone.why : null });
      if (!isOut)
        runners.push({ ...branch, touches: touchesOf(branch.read.flatMap(({ statements }) => statements)) });
    }
    const isSound = faultsOf(found.base).length === 0;
    const ties = isSound ? tiesOf(before.flatMap(({ statements }) => statements)) : null;
    const pairs: AgainstPair[] = [];
    const meetings: JudgedMeeting[] = [];
    let isUntold = false;
    for (const [place, one] of runners.entries())
      for (const other of runners.slice(place + 1)) {
        const told = await verdictOn(one, other, ties, bench);
        pairs.push(pairOf([one, other], told));
        if (!one.isThis && !other.isThis && !(isMember(one) && isMember(other))) continue;
        isUntold ||= told.verdict.kind === 'cannot tell';
        meetings.push(...meetingsOf(one, other, told, landing.base.name));
      }
    const beside = runners.flatMap((branch): Reason[] =>
      movesBeside(branch, landedSince(branch, found.base), landing.base.name),
    );
    const order = planOf(runners, pairs, beside);
    return {
      against: {
        base: landing.base.name,
        branches: rows.sort((row, another) => Number(another.isThis) - Number(row.isThis)),
        without: found.without,
        pairs,
        ...order,
        isMergeGroup: named.isMergeGroup,
      },
      meetings,
      isUntold,
    };
  } finally {
    if (!('why' in bench)) await bench.close();
  }
}

/** What has landed and is not on a branch: what it brings may share a number with it, or come late beside it. */
function landedSince({ history }: ReadBranch, base: Held) {
  const tags = new Set(history.migrations.map(({ tag }) => tag));
  return {
    history: base.history,
    migrations: base.history.migrations.filter(
      ({ tag }) => history.layout !== base.history.layout || !tags.has(tag),
    ),
  };
}

/** A bench, or why there is none. */
async function benchFor(
  session: Session,
  at: State,
  database: Database,
  { dialect, out }: Folder,
  { shadow, landing }: AskedAgainst,
  {
    base,
    before,
    branches,
  }: { base: Held; before: readonly ReadMigration[]; branches: readonly ReadBranch[] },
): Promise<Bench | { why: string }> {
  const faults = faultsOf(base);
  if (faults.length > 0) return { why: `${listOf(faults)} on ${landing.base.name} comes first` };
  if (!shadow) return { why: '--no-replay keeps it away from a shadow' };
  const tree = await session.tree(at);
  const ground: Ground = await groundOf(session, database, dialect, [
    kitFolderOf(session.root, database, base.history),
    path.join(tree.root, out),
    __dirname,
  ]);
  if (!hasShadow(ground)) return { why: whyNoShadow(ground)! };
  const { proofLimit } = (await session.terms(at)).configuration;
  const sides = branches.flatMap(({ read }) => read);
  return openBench({ ground, before, sides }, millisecondsOf(proofLimit));
}

function faultsOf({ history }: Held): string[] {
  return [...new Set(sequenceFaults(history, '').map(({ code }) => code))];
}

/** The one way to the verdict on two branches: by what they bring, by names, then by running them. */
async function verdictOn(
  one: Runner,
  other: Runner,
  ties: Ties | null,
  bench: Bench | { why: string },
): Promise<PairVerdict> {
  const { before, pair, sides } = apart(one, other);
  const told = (verdict: Verdict, how: PairVerdict['how']): PairVerdict => ({ verdict, how, sides });
  if (pair.some((side) => side.length === 0)) return told({ kind: 'commute' }, 'contained');
  if (before.length === 0 && areApart(one.touches, other.touches, ties))
    return told({ kind: 'commute' }, 'no name in common');
  if ('why' in bench) return told({ kind: 'cannot tell', why: bench.why }, null);
  const verdict = await bench.together(before, pair);
  return told(verdict, verdict.kind === 'cannot tell' ? null : 'proof');
}

/** What both bring, and what each brings beside that: a branch may have begun on another one. */
function apart(one: ReadBranch, other: ReadBranch) {
  const [mine, theirs] = [one, other].map(({ read }) => new Set(read.map(identityOf)));
  const isShared = (migration: ReadMigration) =>
    mine!.has(identityOf(migration)) && theirs!.has(identityOf(migration));
  const rest = ({ read }: ReadBranch) => read.filter((migration) => !isShared(migration));
  const pair = [rest(one), rest(other)] as const;
  const sideOf = ({ history }: ReadBranch, own: readonly ReadMigration[]) => ({
    history,
    migrations: own.map(({ migration }) => migration),
  });
  return {
    before: one.read.filter(isShared),
    pair,
    sides: [sideOf(one, pair[0]), sideOf(other, pair[1])] as const,
  };
}

/** As a meeting of two sides of which neither has landed. */
function meetingsOf(
  one: ReadBranch,
  other: ReadBranch,
  { verdict, sides }: PairVerdict,
  base: string,
): JudgedMeeting[] {
  if (verdict.kind === 'cannot tell' || verdict.kind === 'commute') return [];
  const pair = sides.map(({ migrations }) => migrations.map((migration) => ({ migration, statements: [] })));
  const meeting = {
    pair: [pair[0]!, pair[1]!] as const,
    ...({ layout: 'journal', base: null, goesFirst: null } as const),
    ...{ before: [], refused: [], faults: [] },
  };
  const open = { names: [nameOf(one), nameOf(other)] as const, base };
  return judgedOf(meeting, verdict).map((judged) => ({ ...judged, open }));
}

function nameOf({ name, isThis }: ReadBranch): string {
  return isThis ? 'this branch' : name;
}
