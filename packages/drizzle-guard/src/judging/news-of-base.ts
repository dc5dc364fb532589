import type { Base } from '../git/base';
import { mergeBase } from '../git/merge-base';
import { isUnreadable } from '../history/history';
import { codesWith } from '../rules/codes';
import type { BaseContext } from '../rules/contexts';
import type { Finding } from '../rules/finding';
import { findingsAbout } from '../rules/run';
import type { Commit, State } from '../sources/state';
import { millisecondsOf } from '../text/duration';
import { addedTags } from './added-tags';
import type { Judgement } from './judgement';
import { folderAt } from './folder-at';
import { besideBase } from './landing';
import { newFindings, type BaseNews } from './news-of';
import type { Change } from './news-of-change';
import type { Session } from './session';
import { namesakes } from './own-migrations';
import { withoutProven } from './without-proven';

/**
 * What the migrations of a change mean to the base's: landed ones that it removes or edits, those that would be skipped
 * there, and a fork to come.
 */
export async function newsOfBase(
  session: Session,
  change: Change,
  { database, folder }: Judgement,
  base: Base,
): Promise<BaseNews> {
  const { out } = folder!;
  const { checks, proofLimit } = (await session.terms(change.state)).configuration;
  const parents = change.parents();
  const compare = async (at: State, ancestor: string | null) => {
    const folderThere = at === change.state ? out : await folderAt(session, at, change.state, out);
    const context = await besideBase(session, at, { base, ancestor }, folderThere);
    const merged = { isMerged: true, hasLanded: base.assumed !== true };
    const shown = change.sides ? { ...context, base: { ...context.base, ...merged } } : context;
    return { context, findings: findingsAbout('base', shown, database.name, checks) };
  };
  const tips = change.state.kind === 'commit' ? [change.state.commit] : parents.map(({ commit }) => commit);
  const ancestor = mergeBase(session.root, base.commit, tips);
  const { context, findings } = await compare(change.state, ancestor);
  // What cannot be read has a finding of its own.
  if (isUnreadable(context.history)) return { blocking: [], warnings: [] };
  const ofLanded = (found: readonly Finding[]) =>
    found.filter(({ code }) => codesWith('of-landed').has(code));
  const older: Finding[][] = [];
  // Of an assumed base nobody knows that it has landed. And what the branch did already is not this change's doing: what
  // the other side of a merge did comes into it only now.
  const own = change.sides ? parents.slice(0, 1) : parents;
  // Where the base itself is not in the merge, two branches that are both behind come together: which migrations are made
  // again is decided where it comes in.
  const isBehind = change.sides !== undefined && context.theirs.length > 0 && lateIn(findings).length > 0;
  // What a branch has made under a name of the base's is no matter of it before the base comes in.
  const comesIn = change.sides !== undefined && ancestor === base.commit;
  if (!base.assumed && (ofLanded(findings).length > 0 || isBehind))
    for (const parent of isBehind ? parents : own) {
      const meeting = comesIn ? await namesakes(session, parent, commitOf(base), out) : [];
      const before = (
        await compare(parent, mergeBase(session.root, base.commit, [parent.commit]))
      ).findings.filter(
        ({ code, migration }) => code !== 'edited-migration' || !meeting.some(({ tag }) => tag === migration),
      );
      older.push(own.includes(parent) ? before : before.filter((one) => !ofLanded([one]).includes(one)));
    }
  const added = change.againstBase === 'added' ? await addedTags(session, change.state, parents, out) : null;
  const limit = millisecondsOf(proofLimit);
  const doubted = { at: change.state, base, database, folder: folder!, context, limit };
  return baseNews(findings, context, {
    added,
    isAssumed: base.assumed ?? false,
    forkBlocks: change.forkBlocks,
    ofLanded: base.assumed
      ? []
      : await withoutProven(session, newFindings(ofLanded(findings), older.map(ofLanded)), doubted),
    lateBefore: isBehind ? older.flatMap(lateIn) : [],
  });
}

function commitOf({ commit, name }: Base): Commit {
  return { kind: 'commit', commit, label: name };
}

interface Given {
  /** Tags of the migrations that the change adds; null where everything that has not landed counts. */
  added: ReadonlySet<string> | null;
  /** Whether nobody knows that the base has landed. */
  isAssumed: boolean;
  /** Whether a fork with the base stops it. */
  forkBlocks: boolean;
  /** What the change itself does to landed migrations. */
  ofLanded: readonly Finding[];
  /** Tags of migrations that were late before, and are no matter of this change. */
  lateBefore?: readonly string[];
}

function lateIn(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ code, migration }) => (code === 'late-migration' ? [migration!] : []));
}

/** Which findings about the base stop a change. Pure. */
export function baseNews(
  findings: readonly Finding[],
  { history, mine }: Pick<BaseContext, 'history' | 'mine'>,
  { added, isAssumed, forkBlocks, ofLanded, lateBefore = [] }: Given,
): BaseNews {
  const concerns = (tag: string | undefined) => added === null || added.has(tag!);
  const late = findings.filter(({ code, migration }) => code === 'late-migration' && concerns(migration));
  const isOfChange = added === null || mine.some(({ tag }) => concerns(tag));
  const forks = isOfChange ? findings.filter(({ code }) => codesWith('fork').has(code)) : [];
  // Of two branches in the folders layout one is always the older one; which is late, only what has landed tells.
  const isLateKnown = !isAssumed || history.layout === 'journal';
  const isLeft = ({ migration }: Finding) => !isLateKnown || lateBefore.includes(migration!);
  const isBlocking = ({ severity }: Finding) => forkBlocks && severity === 'error';
  const warnings = [...late.filter(isLeft), ...forks.filter((finding) => !isBlocking(finding))];
  return {
    blocking: [...ofLanded, ...late.filter((one) => !isLeft(one)), ...forks.filter(isBlocking)],
    warnings: warnings.map((finding) => ({ ...finding, severity: 'warning' })),
  };
}
