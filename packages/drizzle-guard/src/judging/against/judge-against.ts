import path from 'node:path';
import type { History } from '../../history/history';
import type { Pair } from '../../conflicts/pair';
import { readPair, type Reading } from '../../conflicts/reading/read-pair';
import { readSide, saidIn } from '../../conflicts/reading/read-side';
import { copyOf } from '../../conflicts/reading/standing';
import { keyOf } from '../../conflicts/reading/thing';
import { standingBefore } from '../../conflicts/reading/standing-before';
import type { Failure } from '../../errors/failure';
import { hasShadow, whyNoShadow, type Ground } from '../../engines/shadow/ground';
import { movesBeside, pairOf, planOf, type PairVerdict, type Reason } from '../../radar/plan';
import { tiesOf } from '../../conflicts/names/in-common';
import { touchesOf } from '../../conflicts/names/touches';
import type { ReadMigration } from '../../replay/replay-history';
import type { Against, AgainstBranch, AgainstPair } from '../../results/against';
import type { Folder } from '../../results/judged';
import type { JudgedMeeting } from '../../rules/contexts';
import type { State } from '../../sources/state';
import { millisecondsOf } from '../../text/duration';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import { groundOf } from '../ground-of';
import { judgedOf } from '../judged-meeting';
import { openParser } from '../open-parser';
import { untold } from '../parts/meeting';
import type { Landing } from '../landing';
import { sequenceFaults } from '../preflight';
import { kitFolderOf } from '../parts/replay';
import type { Session } from '../session';
import { openBench, type Bench } from './bench';
import { isQueued, type Branches } from './find-branches';
import { readBranches, toldOf, type ReadBranch, type ReadBranches } from './read-branches';
import { verdictsOn, type Runner } from './verdicts-on';
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
  /** Why of two of them nothing could be told; null where of all something is. */
  untold: Failure | null;
  /** Whether all of it was run, as far as it had to be. */
  isProved: boolean;
}

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
  const bench = await benchFor(session, at, database, folder, asked, found);
  try {
    const isMember = (branch: { name: string; isThis: boolean }) =>
      named.isMergeGroup && (branch.isThis || isQueued(branch.name));
    const own = named.isMergeGroup ? await withoutEarlier(found.branches, isMember, bench) : found.branches;
    const rows: AgainstBranch[] = [...found.unjudged];
    const runners: Runner[] = [];
    for (const branch of own) {
      const alone = 'why' in bench ? null : await bench.alone(branch.read);
      const { name, commit, isThis } = branch;
      const isOut = alone !== null && alone.kind !== 'runs';
      const state = !isOut ? 'judged' : alone.kind === 'fails' ? 'fails' : 'not judged';
      rows.push({
        name,
        commit,
        isThis,
        migrations: branch.migrations.map(toldOf),
        state,
        why: isOut ? alone.why : null,
      });
      const touches = touchesOf(branch.read.flatMap(({ statements }) => statements));
      const withoutRows = alone?.kind === 'runs' && alone.withoutRows;
      if (!isOut) runners.push({ ...branch, touches, withoutRows });
    }
    const isSound = faultsOf(found.base).length === 0;
    const ties = isSound ? tiesOf(found.before.flatMap(({ statements }) => statements)) : null;
    const pairs: AgainstPair[] = [];
    const meetings: JudgedMeeting[] = [];
    let failure: Failure | null = null;
    let isProved = true;
    const read = readerOf(folder.dialect, found.before, runners);
    for (const { branches, told } of await verdictsOn(runners, ties, bench, read)) {
      const [one, other] = branches;
      pairs.push(pairOf(branches, told));
      if (!one.isThis && !other.isThis && !(isMember(one) && isMember(other))) continue;
      const { verdict, notProved } = told;
      if (verdict.kind === 'cannot tell')
        failure ??= untold(`whether ${nameOf(one)} and ${nameOf(other)} go together`, verdict.why);
      isProved &&= verdict.kind !== 'cannot tell' && notProved === null;
      meetings.push(...meetingsOf(one, other, told, landing.base.name));
    }
    failure ??= untoldOfAll(rows);
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
      untold: failure,
      isProved,
    };
  } finally {
    if (!('why' in bench)) await bench.close();
  }
}

/** Where nothing can be said of any other branch, that is no "fine". */
function untoldOfAll(rows: readonly AgainstBranch[]): Failure | null {
  const others = rows.filter(({ isThis }) => !isThis);
  const [first] = others;
  const isTold = others.some(({ state }) => state === 'judged' || state === 'fails');
  if (!first || isTold || others.length === rows.length) return null;
  return untold(`whether this branch and ${first.name} go together`, `${first.why}`);
}

/** What reads two of them; what has landed is read once, where anything is. */
function readerOf(dialect: string | null, landed: readonly ReadMigration[], branches: readonly ReadBranch[]) {
  const open = async () => {
    const reader = await openParser(dialect);
    const next = branches.flatMap(({ read }) => read);
    return { reader, standing: standingBefore(landed, next, reader) };
  };
  let opened: ReturnType<typeof open> | undefined;
  return {
    async pair(before: readonly ReadMigration[], pair: Pair): Promise<Reading> {
      const { reader, standing } = await (opened ??= open());
      const there = copyOf(standing);
      readSide(saidIn(before, reader), there, reader);
      return readPair(reader, there, pair);
    },
    /** What a branch makes, by names that a database makes up among them. */
    async makes({ read }: ReadBranch): Promise<ReadonlySet<string>> {
      const { reader, standing } = await (opened ??= open());
      const told = readSide(saidIn(read, reader), copyOf(standing), reader);
      return new Set(
        told.flatMap(({ touches }) =>
          touches.flatMap(({ how, thing }) => (how === 'make' ? keyOf(thing) : [])),
        ),
      );
    },
  };
}

/** What has landed and is not on a branch: what it brings may share a number with it, or come late beside it. */
function landedSince({ history }: ReadBranch, base: History) {
  const tags = new Set(history.migrations.map(({ tag }) => tag));
  return {
    history: base,
    migrations: base.migrations.filter(({ tag }) => history.layout !== base.layout || !tags.has(tag)),
  };
}

/** A bench, or why there is none. */
async function benchFor(
  session: Session,
  at: State,
  database: Database,
  { dialect, out }: Folder,
  { shadow, landing }: AskedAgainst,
  { base, before, branches }: ReadBranches,
): Promise<Bench | { why: string }> {
  const faults = faultsOf(base);
  if (faults.length > 0) return { why: `${listOf(faults)} on ${landing.base.name} comes first` };
  if (!shadow) return { why: '--no-replay keeps it away from a shadow' };
  const tree = await session.tree(at);
  const ground: Ground = await groundOf(session, database, dialect, [
    kitFolderOf(session.root, database, base),
    path.join(tree.root, out),
    __dirname,
  ]);
  if (!hasShadow(ground)) return { why: whyNoShadow(ground)! };
  const { proofLimit } = (await session.terms(at)).configuration;
  const sides = branches.flatMap(({ read }) => read);
  return openBench({ ground, before, sides }, millisecondsOf(proofLimit));
}

function faultsOf(history: History): string[] {
  return [...new Set(sequenceFaults(history, '').map(({ code }) => code))];
}

/** As a meeting of two sides of which neither has landed. */
function meetingsOf(
  one: ReadBranch,
  other: ReadBranch,
  { verdict, notProved, sides }: PairVerdict,
  base: string,
): JudgedMeeting[] {
  if (verdict.kind === 'cannot tell' || verdict.kind === 'commute') return [];
  const pair = sides.map(({ migrations }) => migrations.map((migration) => ({ migration, statements: [] })));
  const meeting = {
    pair: [pair[0]!, pair[1]!] as const,
    ...({ layout: 'journal', base: null, goesFirst: null, mixed: null } as const),
    ...{ before: [], refused: [], faults: [] },
  };
  const open = { names: [nameOf(one), nameOf(other)] as const, base };
  return judgedOf(meeting, verdict, notProved).map((judged) => ({ ...judged, open }));
}

function nameOf({ name, isThis }: ReadBranch): string {
  return isThis ? 'this branch' : name;
}
