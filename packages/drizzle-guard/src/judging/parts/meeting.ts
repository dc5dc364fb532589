import type { Pair } from '../../conflicts/pair';
import { haveNoNameInCommon } from '../../conflicts/names/in-common';
import type { Reading } from '../../conflicts/reading/read-pair';
import { readAlone, ruled } from '../../conflicts/ruling';
import { groundInWords, hasShadow, whyNoShadow } from '../../engines/shadow/ground';
import { failureOf, type Failure } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { sqlOf, type ReadMigration } from '../../replay/replay-history';
import type { Folder, Part } from '../../results/judged';
import type { Ruling } from '../../results/verdict';
import type { JudgedMeeting } from '../../rules/contexts';
import { conflictingMigrations } from '../../rules/branches/conflicting-migrations';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import { keyOf, type State } from '../../sources/state';
import { hashOf } from '../../text/hash';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import { judgedOf } from '../judged-meeting';
import type { Meeting } from '../meetings';
import type { Session } from '../session';

/** How two branches are judged. */
export interface Asking {
  /** Whether it was asked for: then it is an error where it cannot be told. */
  isAsked: boolean;
  /** Whether they may be run on a shadow. */
  shadow: boolean;
  /** Why not, where it is not for --no-replay. */
  withheld?: string;
  /** For each, in milliseconds; by default a shadow's own. */
  limit?: number;
}

/**
 * Whether branches of migrations that come together can live together: by running both orders on a shadow, and where that
 * cannot be, by reading them. What was not run is told in `notProved`.
 */
export async function meetingPart(
  session: Session,
  at: State,
  database: Database,
  folder: Folder,
  meetings: readonly Meeting[],
  asking: Asking,
): Promise<Part> {
  const { checks } = (await session.terms(at)).configuration;
  const judged: JudgedMeeting[] = [];
  const unproved: string[] = [];
  const otherwise: string[] = [];
  let isUnknown = false;
  let error: Failure | undefined;
  for (const meeting of meetings) {
    const { verdict, notProved, readOtherwise } = await rulingOn(
      session,
      at,
      database,
      folder,
      meeting,
      asking,
    );
    const names = namesIn(meeting.pair);
    if (readOtherwise !== null) otherwise.push(`${names}: the text told ${readOtherwise}`);
    if (verdict.kind === 'cannot tell') {
      isUnknown = true;
      unproved.push(`${names}: ${verdict.why}`);
      // What has to be mended first is a finding already.
      if (asking.isAsked && meeting.faults.length === 0) error ??= untold(names, verdict.why);
      continue;
    }
    if (notProved !== null && verdict.kind !== 'conflict')
      unproved.push(`${names}: their text tells nothing against it, but ${notProved}`);
    judged.push(...judgedOf(meeting, verdict, notProved));
  }
  const isProved = unproved.length === 0 && judged.every(({ notProved }) => notProved === null);
  return {
    about: 'meeting',
    findings: findingsAbout('meeting', { meetings: judged }, database.name, checks),
    ...(isUnknown ? { isUnknown } : {}),
    ...(error ? { error } : {}),
    ...(isProved ? {} : { missing: 'replay' }),
    ...(unproved.length === 0 ? {} : { notProved: unproved }),
    ...(otherwise.length === 0 ? {} : { readOtherwise: otherwise }),
  };
}

/** @param names "whether a and b go together" */
export function untold(names: string, why: string): Failure {
  return failureOf(
    new GuardError(
      'untold-branches',
      `it cannot be told ${names}: ${why}`,
      'mend that, and run the same command again; `drizzle-guard explain untold-branches` says more',
    ),
  );
}

function namesIn(pair: Pair): string {
  const [mine, theirs] = pair.map((side) => listOf(side.map(({ migration }) => migration.tag)));
  return `whether ${mine} and ${theirs} go together`;
}

/** What reading comes to where there is no name in common, for which nothing need be parsed. */
const NOTHING_READ: Reading = { verdict: { kind: 'commute' }, data: null };

/** The verdict on two branches: by a run, or by their text where nothing can be run. */
export async function rulingOn(
  session: Session,
  at: State,
  database: Database,
  folder: Folder,
  meeting: Meeting,
  asking: Asking,
): Promise<Ruling> {
  const { before, pair, mixed, faults } = meeting;
  if (faults.length > 0) return cannotTell(`${listOf(faults)} comes first`);
  // A verdict names the files of both.
  const files = pair.map((side) => side.map(({ migration }) => migration.sqlFile));
  const bytes = [...[before, ...pair, mixed ?? []].map(bytesOf), files];
  // Two come together in a merge and, in folders, as open ends of its result.
  const key = JSON.stringify(['ruling', database.name, keyOf(at), bytes, asking]);
  return session.once(key, () => findRuling(session, at, database, folder, { ...meeting, bytes }, asking));
}

async function findRuling(
  session: Session,
  at: State,
  database: Database,
  folder: Folder,
  { before, pair, mixed, bytes }: Meeting & { bytes: readonly unknown[] },
  { isAsked, shadow, withheld = '--no-replay keeps it away from a shadow', limit }: Asking,
): Promise<Ruling> {
  // Of all that has landed; where a verdict is kept nobody asks.
  let apart: boolean | undefined;
  const isApart = () => (apart ??= haveNoNameInCommon(before, pair));
  const read = async (): Promise<Reading> => {
    if (isApart()) return NOTHING_READ;
    return (await import('../read-branches')).readBranches(folder.dialect, before, pair);
  };
  if (!shadow) return readAlone(await read(), withheld);
  if (limit === 0) return readAlone(await read(), '"proofLimit" in drizzle-guard.json leaves no time for it');
  const { groundAt, runBranches } = await import('../run-branches');
  const ground = await groundAt(session, at, database, folder);
  if (!hasShadow(ground)) return readAlone(await read(), whyNoShadow(ground)!);
  // Whoever asks is told of a branch, too, that fails on its own.
  if (!isAsked && isApart()) return { verdict: NOTHING_READ.verdict, notProved: null, readOtherwise: null };
  const key = hashOf(JSON.stringify([groundInWords(ground), ...bytes]));
  const known = session.answers.ruling(key);
  if (known) return known;
  try {
    // It is read while the shadow starts.
    const [verdict, reading] = await Promise.all([
      runBranches({ ground, before, sides: pair.flat(), limit }, pair, mixed),
      read(),
    ]);
    const ruling = ruled(verdict, reading);
    session.answers.addRuling(key, ruling);
    return ruling;
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return readAlone(await read(), failureOf(thrown).message);
  }
}

/** What tells the SQL of migrations from all other. */
function bytesOf(migrations: readonly ReadMigration[]): (string | string[])[] {
  return migrations.map((one) => one.id ?? sqlOf([one]));
}

function cannotTell(why: string): Ruling {
  return { verdict: { kind: 'cannot tell', why }, notProved: null, readOtherwise: null };
}

/** Where there is a verdict on all, what drizzle-kit calls conflicting is no finding any more. */
export function withVerdicts(parts: readonly Part[], meeting: Part): Part[] {
  if (meeting.isUnknown) return [...parts, meeting];
  return [...parts.map((part) => ({ ...part, findings: unread(part.findings) })), meeting];
}

/** Without what the snapshots say. */
export function unread(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code }) => code !== conflictingMigrations.code);
}
