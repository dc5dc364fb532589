import path from 'node:path';
import type { Pair } from '../../conflicts/pair';
import { openArena } from '../../conflicts/effects/open-arena';
import { provePair } from '../../conflicts/prove-pair';
import { groundInWords, hasShadow, whyNoShadow, type Ground } from '../../engines/shadow/ground';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { sqlOf } from '../../replay/replay-history';
import type { Folder, Part } from '../../results/judged';
import type { Verdict } from '../../results/verdict';
import type { JudgedMeeting } from '../../rules/contexts';
import { conflictingMigrations } from '../../rules/branches/conflicting-migrations';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import type { State } from '../../sources/state';
import { hashOf } from '../../text/hash';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import { groundOf } from '../ground-of';
import { judgedOf } from '../judged-meeting';
import type { Meeting } from '../meetings';
import type { Session } from '../session';
import { kitFolderOf } from './replay';

/** How two branches are judged. */
export interface Asking {
  /** Whether they may be run on a shadow. */
  shadow: boolean;
  /** For each, in milliseconds; by default a shadow's own. */
  limit?: number;
}

/**
 * Whether branches of migrations that come together can live together: by running both orders on a shadow. What cannot be
 * run is told in `notProved`, and is no finding.
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
  for (const meeting of meetings) {
    const verdict = await verdictOn(session, at, database, folder, meeting, asking);
    if (verdict.kind === 'cannot tell') unproved.push(`${namesIn(meeting.pair)}: ${verdict.why}`);
    else judged.push(...judgedOf(meeting, verdict));
  }
  const findings = findingsAbout('meeting', { meetings: judged }, database.name, checks);
  return {
    about: 'meeting',
    findings,
    ...(unproved.length === 0 ? {} : { missing: 'replay', notProved: unproved.join('; ') }),
  };
}

function namesIn(pair: Pair): string {
  const [mine, theirs] = pair.map((side) => listOf(side.map(({ migration }) => migration.tag)));
  return `whether ${mine} and ${theirs} go together`;
}

async function verdictOn(
  session: Session,
  at: State,
  database: Database,
  { dialect, out }: Folder,
  { before, pair, faults }: Meeting,
  { shadow, limit }: Asking,
): Promise<Verdict> {
  const cannotTell = (why: string): Verdict => ({ kind: 'cannot tell', why });
  if (faults.length > 0) return cannotTell(`${listOf(faults)} comes first`);
  if (!shadow) return cannotTell('--no-replay keeps it away from a shadow');
  const tree = await session.tree(at);
  const home = kitFolderOf(session.root, database, await session.history(at, out));
  const ground: Ground = await groundOf(session, database, dialect, [
    home,
    path.join(tree.root, out),
    __dirname,
  ]);
  if (!hasShadow(ground)) return cannotTell(whyNoShadow(ground)!);
  const key = hashOf(JSON.stringify([groundInWords(ground), sqlOf(before), ...pair.map(sqlOf)]));
  const known = session.answers.verdict(key);
  if (known) return known;
  try {
    const { arena, close } = await openArena({ ground, before, sides: pair.flat(), limit });
    try {
      const verdict = await provePair(arena, pair);
      session.answers.addVerdict(key, verdict);
      return verdict;
    } finally {
      await close();
    }
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return cannotTell(failureOf(thrown).message);
  }
}

/** Where all was run, what drizzle-kit calls conflicting is no finding any more. */
export function withVerdicts(parts: readonly Part[], meeting: Part): Part[] {
  if (meeting.missing !== undefined) return [...parts, meeting];
  return [...parts.map((part) => ({ ...part, findings: unread(part.findings) })), meeting];
}

/** Without what was only read. */
export function unread(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code }) => code !== conflictingMigrations.code);
}
