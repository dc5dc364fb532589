import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { findGitDir } from '../../git/git-dir';
import { onlyIn, type History } from '../../history/history';
import { baseIn, operationAt, parentsOf } from '../../judging/going-on';
import { concludedHere, inOneVoice } from '../../judging/in-operation';
import { newFindings } from '../../judging/news-of';
import { bringTogether } from '../../judging/next-in-operation';
import type { Workspace } from '../../judging/open-workspace';
import { openSession, type Session } from '../../judging/session';
import { generateFaults } from '../../judging/preflight';
import type { State } from '../../sources/state';
import { listOf } from '../../text/words';
import type { GenerateResult } from './run';

/**
 * In the middle of a merge, a rebase, a cherry-pick or a revert: generates nothing as long as the folder lacks migrations of
 * the side that stays, or cannot be read because of it. What would be generated would write theirs a second time.
 *
 * @param out the migrations folder, from the root
 * @returns whether it was held back; the result says why, and how to go on
 */
export async function holdBack(
  { root, configuration }: Workspace,
  out: string,
  before: History,
  cwd: string,
  result: GenerateResult,
): Promise<boolean> {
  // One of its own, which is closed: it reads commits.
  const session = openSession(root, findGitDir(root));
  try {
    return await heldBack(session, configuration, out, before, cwd, result);
  } finally {
    session.close();
  }
}

async function heldBack(
  session: Session,
  configuration: Workspace['configuration'],
  out: string,
  before: History,
  cwd: string,
  result: GenerateResult,
): Promise<boolean> {
  const at: State = { kind: 'worktree' };
  const going = operationAt(session.root, at);
  if (!going) return false;
  const { name } = result;
  const older = [];
  for (const parent of parentsOf(session.root, going))
    older.push(generateFaults(await session.history(parent, out), name, configuration));
  const isBroken = newFindings(result.findings, older).length > 0;
  if (result.findings.length > 0 && !isBroken) return false;
  const base = await baseIn(session, at, going);
  const open = await bringTogether(session, going, { database: name, out, base });
  const { name: stays, commit } = 'theirs' in open ? open.theirs : { name: 'HEAD', commit: 'HEAD' };
  const theirs = await session.history({ kind: 'commit', commit, label: stays }, out);
  const lacking = isBroken ? [] : onlyIn(theirs, before).map(({ tag }) => tag);
  if (!isBroken && lacking.length === 0) return false;
  const [next] = concludedHere(session.root, cwd, going, [{ out, next: open }]);
  Object.assign(result, inOneVoice({ ...result, next: next! }));
  if (!isBroken)
    result.error = failureOf(
      new GuardError(
        'stopped-operation',
        `${out} lacks ${listOf(lacking)} of ${stays}, which stays: what is generated now would write the same a second time; nothing was generated`,
        'do what "next" says',
      ),
    );
  return true;
}
