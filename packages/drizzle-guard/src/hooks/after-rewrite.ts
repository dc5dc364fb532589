import { findBase, type Base } from '../git/base';
import { changedPaths } from '../git/changed-paths';
import { tryGit } from '../git/git';
import { mergeBase } from '../git/merge-base';
import { isUnreadable, onlyIn } from '../history/history';
import { folderAt } from '../judging/folder-at';
import { nameOf } from '../judging/heads-of';
import { besideBase } from '../judging/landing';
import { makeAgain } from '../judging/make-again';
import { rebaseAdvice } from '../judging/rebase-advice';
import { adviseOnRenamedHere } from '../judging/merge-advice';
import { newFindings } from '../judging/news-of';
import { withEvaluator } from '../judging/with-evaluator';
import type { Advice } from '../results/advice';
import type { ToldDatabase } from '../results/hook-result';
import { codesWith } from '../rules/codes';
import type { Finding } from '../rules/finding';
import { findingsAbout } from '../rules/run';
import { readSettings } from '../schema/settings';
import type { Commit } from '../sources/state';
import { shellWord } from '../text/shell-word';
import type { Database } from '../workspace/discover';
import { differenceFrom } from './as-left';
import type { HookCall } from './hook';
import { toRoot } from './with-next';

/** A branch that was put on another commit. */
export interface Rewritten {
  /** As it was, what it was put on, and as it is. */
  before: Commit;
  onto: Commit;
  now: Commit;
}

const OF_MIGRATIONS = /\.sql$|\/_journal\.json$|snapshot\.json$/;

/**
 * What is wrong with the migrations of a branch after a rebase, and was with neither of the two that it was made of: git asks
 * no hook while it puts them together. Nothing of what came with it is evaluated, so the schema is left to the push.
 */
export async function newsOfRewritten(call: HookCall, rewritten: Rewritten): Promise<ToldDatabase[]> {
  const { root, session } = call;
  const { before, onto, now } = rewritten;
  const own = changedPaths(root, onto.commit, now.commit).filter((path) => OF_MIGRATIONS.test(path));
  if (own.length === 0) return [];
  const left = { ...(await session.workspace(before)), tree: await session.tree(before) };
  const here = { ...(await session.workspace(now)), tree: await session.tree(now) };
  const changed = changedPaths(root, before.commit, now.commit);
  const told: ToldDatabase[] = [];
  for (const database of here.databases) {
    if ((await differenceFrom(left, here, database, changed)) !== null) continue;
    const { out } = await withEvaluator(session, database, (evaluator) =>
      readSettings(left.tree, database, evaluator),
    );
    if (!own.some((path) => path.startsWith(`${out}/`))) continue;
    const base = findBase(root, undefined, here.configuration.base);
    const stands = base && isIn(root, base.commit, now.commit) ? base : null;
    const beside: Base = stands ?? { name: onto.label, commit: onto.commit, assumed: true };
    const blocking = await newIn(call, rewritten, database, out, beside);
    if (blocking.length === 0) continue;
    const isOrder = blocking.some(({ code }) => codesWith('two-sides').has(code));
    told.push({
      ...{ name: database.name, blocking, warnings: [], older: 0, failure: null, excuse: null },
      next: isOrder ? await wayOn(call, rewritten, database, out) : null,
    });
  }
  return told;
}

function isIn(root: string, commit: string, tip: string): boolean {
  return tryGit(['merge-base', '--is-ancestor', commit, tip], { cwd: root }) !== null;
}

async function newIn(
  { root, session }: HookCall,
  { before, onto, now }: Rewritten,
  { name }: Database,
  out: string,
  base: Base,
): Promise<Finding[]> {
  const { configuration } = await session.terms(now);
  const structureOf = async (at: Commit) =>
    findingsAbout(
      'structure',
      { history: await session.history(at, out), now: Date.now() },
      name,
      configuration.checks,
    );
  const older = [await structureOf(before), await structureOf(onto)];
  const found = newFindings(await structureOf(now), older);
  const ancestor = mergeBase(root, base.commit, [now.commit]);
  const context = await besideBase(session, now, { base, ancestor }, out);
  const ofBase = isUnreadable(context.history)
    ? []
    : findingsAbout('base', context, name, configuration.checks);
  // Of two open branches in the folders layout one is always the older one; which is late, only what has landed tells.
  const isKnown = ({ code }: Finding) =>
    code !== 'late-migration' || base.assumed !== true || context.history.layout === 'journal';
  const isFork = ({ code }: Finding) => codesWith('fork').has(code);
  return [...found, ...ofBase.filter((finding) => isKnown(finding) && !isFork(finding))].filter(
    ({ severity }) => severity === 'error',
  );
}

/** One more commit puts them in order: the branch's own are made again after those that it was put on. */
async function wayOn(
  { session }: HookCall,
  { before, onto, now }: Rewritten,
  { name }: Database,
  out: string,
): Promise<Advice> {
  const other = await folderAt(session, onto, now, out);
  if (other !== out) return adviseOnRenamedHere({ own: out, other }, onto.label);
  const history = await session.history(now, out);
  const theirs = await session.history(onto, out);
  const taken = { name: onto.label, commit: onto.commit };
  // What a resolution has broken is in the branch as it was.
  const isSound =
    !isUnreadable(history) && history.migrations.every(({ hasSql, snapshot }) => hasSql && snapshot);
  const from = isSound && onlyIn(history, theirs).length > 0 ? now : before;
  const tags = onlyIn(await session.history(from, out), theirs).map(({ tag }) => tag);
  const done = 'the rebase is done, and what it left needs one more commit before it lands';
  const commit = `git commit --message ${shellWord(`Put the migrations of ${name} after those of ${taken.name}`)}`;
  const adds = [`git add ${shellWord(out)}`, commit];
  if (from === now) {
    const advice = rebaseAdvice({ database: name, tags, behind: taken.name, onto: taken.name });
    return { notes: [done, ...advice.notes], steps: [...toRoot(), ...advice.steps, ...adds] };
  }
  const aborting = `git reset --keep ${before.commit.slice(0, 12)}`;
  const remaking = { database: name, out, taken, from: from.commit, tags, aborting };
  const { notes, steps, isWhole } = await makeAgain(session, remaking);
  if (isWhole) return { notes, steps };
  return {
    notes: [done, ...notes],
    steps: [...toRoot(), ...steps, ...adds],
  };
}

/** @param onto what git noted; null where it did not */
export function rewrittenOf(root: string, from: string, onto: string, to: string): Rewritten {
  const at = (commit: string, label: string): Commit => ({ kind: 'commit', commit, label });
  return {
    before: at(from, 'the branch as it was'),
    onto: at(onto, nameOf(root, onto)),
    now: at(to, 'HEAD'),
  };
}
