import { commitOf, type Base } from '../git/base';
import { mergeBase } from '../git/merge-base';
import type { History } from '../history/history';
import type { Advice, OperationAdvice } from '../results/advice';
import { conflictingMigrations } from '../rules/branches/conflicting-migrations';
import { codesWith } from '../rules/codes';
import type { Finding } from '../rules/finding';
import { shellWord } from '../text/shell-word';
import { listOf } from '../text/words';
import type { GoingOn } from './going-on';
import { adviseOnLoss, adviseOnMerge, adviseOnRenamed, adviseOnUndone } from './merge-advice';
import { foldersApart } from './folder-at';
import { adviseOnPick } from './pick-advice';
import { namesakes } from './own-migrations';
import { migrationPaths } from './migration-paths';
import type { Session } from './session';
import { sidesOf, type Heads } from './sides-of';

/** One database at which an operation is stopped. */
export interface Stopped {
  database: string;
  /** The migrations folder, from the root. */
  out: string;
  /** What is wrong, and was not before. */
  blocking: readonly Finding[];
  base: Base | null;
  /** Whether it is a bare migrations folder. */
  isBare?: boolean | undefined;
}

/** An advice whose steps lack what concludes the operation; `isWhole` where they take all of it back. */
export type Open = (Advice | OperationAdvice) & {
  isWhole: boolean;
  /** What is staged afterwards, where that is less than the migrations folder. */
  paths?: readonly string[];
};

/**
 * The one way on in an operation of git's that is stopped, in place of the help of single findings, which know nothing of
 * it: null where their help is the way on.
 */
export async function nextInOperation(
  session: Session,
  going: GoingOn,
  stopped: Stopped,
): Promise<Open | null> {
  const next = await nextOf(session, going, stopped);
  return next && withPaths(session, stopped.out, next);
}

/** The same in drizzle-kit's own way, for migrations that cannot be moved as they are: mine are made again behind theirs. */
export async function againInOperation(
  session: Session,
  going: GoingOn,
  stopped: Omit<Stopped, 'blocking'>,
): Promise<Open> {
  return withPaths(session, stopped.out, await together(session, going, stopped, true));
}

/** Where other files lie in the folder, they are not staged with the migrations. */
async function withPaths(session: Session, out: string, next: Open): Promise<Open> {
  if (next.paths) return next;
  const paths = await migrationPaths(session, out, commitOf(session.root, 'HEAD')!);
  return paths.length === 1 && paths[0] === out ? next : { ...next, paths };
}

async function nextOf(session: Session, going: GoingOn, stopped: Stopped): Promise<Open | null> {
  const { database, out, blocking, base } = stopped;
  // What does not go together as it is would be refused.
  const isApart = blocking.some(({ code }) => code === conflictingMigrations.code);
  const [isTwoSided, isOfLanded] = (['two-sides', 'of-landed'] as const).map((trait) =>
    blocking.some(({ code }) => codesWith(trait).has(code)),
  );
  const isShadowed = going.kind === 'merge' && (await haveOneName(session, going.heads, out, blocking));
  if (isTwoSided || isShadowed) return together(session, going, stopped, isApart);
  const removed = blocking.flatMap(({ code, migration }) =>
    code === 'removed-migration' ? [migration!] : [],
  );
  if (going.kind === 'merge' && removed.length > 0) {
    const apart = await foldersApart(session, [going.heads.head, ...going.heads.others], out);
    if (apart) return adviseOnRenamed(apart);
    const sides = await sidesOf(session, going.heads, out, base);
    if (await isUndone(session, going.heads, out, removed))
      return adviseOnUndone(session, database, out, sides, removed);
    const others = going.heads.others.map(({ label }) => label);
    return adviseOnLoss(sides, removed, others);
  }
  const fixes = blocking.map(({ fix }) => fix);
  const isMendable = fixes.length > 0 && fixes.every((fix) => fix !== undefined);
  if (going.kind === 'pick' && isOfLanded && !isMendable) return together(session, going, stopped, isApart);
  if (!isMendable) return null;
  return { notes: [], steps: [...new Set(fixes.flatMap((fix) => fix ?? []))], isWhole: false };
}

/** Whether one that both sides have made since, under one name, now says what one of them says. */
async function haveOneName(
  session: Session,
  { head, others }: Heads,
  out: string,
  blocking: readonly Finding[],
): Promise<boolean> {
  const tags = blocking.flatMap(({ code, migration }) => (code === 'edited-migration' ? [migration] : []));
  if (tags.length === 0) return false;
  for (const other of others)
    for (const { tag } of await namesakes(session, head, other, out)) if (tags.includes(tag)) return true;
  return false;
}

/** Whether the other side of a merge has itself taken out these migrations, since the two went apart. */
async function isUndone(
  session: Session,
  { head, others }: Heads,
  out: string,
  tags: readonly string[],
): Promise<boolean> {
  const [other] = others;
  if (!other || others.length > 1) return false;
  const apart = mergeBase(session.root, head.commit, [other.commit]);
  if (apart === null) return false;
  const before = await session.history({ kind: 'commit', commit: apart, label: apart.slice(0, 10) }, out);
  const known = namesIn(before);
  const kept = namesIn(await session.history(other, out));
  return tags.every((tag) => known.has(tag) && !kept.has(tag));
}

function namesIn({ migrations }: History): Set<string> {
  return new Set(migrations.map(({ tag }) => tag));
}

/** How to put the migrations of both sides in order, whatever the folder holds now. */
export async function bringTogether(
  session: Session,
  going: GoingOn,
  stopped: Omit<Stopped, 'blocking'>,
): Promise<Open> {
  return withPaths(session, stopped.out, await together(session, going, stopped, false));
}

/** @param isApart whether they cannot be moved as they are */
async function together(
  session: Session,
  going: GoingOn,
  { database, out, base, isBare }: Omit<Stopped, 'blocking'>,
  isApart: boolean,
): Promise<Open> {
  const one = { database, out, isBare, isApart };
  if (going.kind === 'pick') return adviseOnPick(session, one, going.pick, base);
  const apart = await foldersApart(session, [going.heads.head, ...going.heads.others], out);
  if (apart) return adviseOnRenamed(apart);
  const sides = await sidesOf(session, going.heads, out, base);
  return adviseOnMerge(session, one, sides, base && !base.assumed ? base.name : null);
}

/** A journal, or a snapshot beside it: of another database than those that are judged. */
const OF_JOURNAL = /^(.*)\/meta\/(?:_journal|\d+_snapshot)\.json$/;

export interface Conclusion {
  /** What is typed first, to be where the paths count from. */
  before: readonly string[];
  /** Files that git waits for, besides the migrations. */
  unresolved: readonly string[];
  conclude: string;
}

/**
 * Makes one advice of several databases: what concludes the operation stands once, at the end of the last; where one says to
 * take everything back, that is all there is to do.
 */
export function concluded<T extends Open>(
  open: readonly { out: string; next: T | null }[],
  { before, unresolved, conclude }: Conclusion,
): (T | null)[] {
  const whole = open.find(({ next }) => next?.isWhole);
  const given = open.filter(({ next }) => next !== null);
  const others = unresolved.filter((file) => !open.some(({ out }) => file.startsWith(`${out}/`)));
  const folders = [...new Set(others.flatMap((file) => OF_JOURNAL.exec(file)?.[1] ?? []))];
  const elsewhere = others.filter((file) => !folders.some((folder) => file.startsWith(`${folder}/`)));
  // Nobody settles those by hand: they have a way on of their own, which ends it.
  const end = folders.length > 0 ? 'drizzle-guard check' : conclude;
  const also =
    folders.length > 0
      ? [
          `the migrations in ${listOf(folders)} are in conflict too: the last command says how to settle those`,
        ]
      : [];
  return open.map(({ out, next }) => {
    if (next === null) return null;
    const isFirst = given[0]!.next === next;
    const isLast = given.at(-1)!.next === next;
    const start = isFirst ? before : [];
    if (whole)
      return whole.next === next
        ? { ...next, steps: [...before, ...next.steps] }
        : { ...next, notes: [], steps: [] };
    const { paths = [out], ...advice } = next;
    const files = [...paths, ...(isLast ? elsewhere : [])].map(shellWord).join(' ');
    const adds = files === '' ? [] : [`git add ${files}`];
    const notes = isFirst && elsewhere.length > 0 ? [`settle by hand first: ${elsewhere.join(', ')}`] : [];
    return {
      ...(advice as T),
      notes: [...notes, ...next.notes, ...(isLast ? also : [])],
      steps: [...start, ...next.steps, ...adds, ...(isLast ? [end] : [])],
    };
  });
}
