import { regenerationOf } from '../../judging/make-again';
import { commitOf } from '../../git/base';
import { isUnreadable, type Migration } from '../../history/history';
import { isOfMigrations } from '../../judging/migration-paths';
import { listOf } from '../../text/words';
import { findingsAbout } from '../../rules/run';
import { movingIn } from '../moving';
import { placeFiles, type Files } from './place-files';
import { emptyPlan, type RebasePlan, type RegenerationPlan } from './rebase-plan';
import type { Held } from './read-steps';
import type { Rebasing } from './rebasing';

/**
 * Plans to drop migrations that have not landed, so that drizzle-kit makes anew what the schema lacks behind theirs. Refused
 * where one of them holds SQL that somebody has written: only people know what that is for.
 */
export async function planRegeneration(rebasing: Rebasing): Promise<RegenerationPlan> {
  const { session, database, folder, mine: from, theirs: to } = rebasing;
  const { tags } = from;
  const nothing = { ...emptyPlan(rebasing), replaced: [], generates: null };
  if (tags.length === 0) return nothing;
  const commit = from.at.kind === 'commit' ? from.at.commit : commitOf(session.root, 'HEAD')!;
  const remaking = {
    ...{ database: database.name, out: folder.out, tags, from: commit, aborting: '' },
    taken: { name: to.name, commit: to.at.commit },
  };
  const made = await regenerationOf(session, remaking);
  if (!('name' in made)) return { ...nothing, refused: [refusalOf(made)] };
  const heldAt = async (at: typeof from.at): Promise<Held> => ({
    tree: await session.tree(at),
    history: await session.history(at, folder.out),
  });
  const [mine, theirs] = [await heldAt(from.at), await heldAt(to.at)];
  const own = mine.history.migrations.filter(({ tag }) => tags.includes(tag));
  const standing = await standingFiles(rebasing, theirs, own);
  if (standing) return { ...nothing, files: standing };
  const beside = movingIn(mine.history, theirs.history, own).theirs;
  const files = await placeFiles({ mine, theirs, own, beside, placed: [] });
  return { ...nothing, files, replaced: [...tags], generates: made.name };
}

/**
 * What stands on disk where it was done before, or was killed when drizzle-kit had written already: all of theirs, none of
 * mine, and something behind it, with nothing amiss. Null where it was not.
 */
async function standingFiles(
  { session, folder, database }: Rebasing,
  theirs: Held,
  own: readonly Migration[],
): Promise<Files | null> {
  const tree = await session.tree({ kind: 'worktree' });
  const history = await session.history({ kind: 'worktree' }, folder.out);
  if (isUnreadable(history)) return null;
  const there = new Map(history.migrations.map((one) => [one.tag, one]));
  const isWhole = theirs.history.migrations.every(
    ({ tag, sqlFile }) => there.has(tag) && tree.idOf(sqlFile) === theirs.tree.idOf(sqlFile),
  );
  const isBehind = history.migrations.length > theirs.history.migrations.length;
  if (!isWhole || !isBehind || own.some(({ tag }) => there.has(tag))) return null;
  const structure = { history, now: Date.now(), driver: folder.driver ?? null };
  const faults = findingsAbout('structure', structure, database.name, {});
  if (faults.some(({ severity }) => severity === 'error')) return null;
  const files: Files = new Map();
  for (const { sqlFile, snapshotFile } of own)
    for (const file of [sqlFile, snapshotFile]) if (!tree.has(file)) files.set(file, null);
  for (const file of await tree.list(folder.out))
    if (isOfMigrations(folder.out, file)) files.set(file, (await tree.read(file)) ?? null);
  return files;
}

function refusalOf(made: { byHand: string[] } | { asks: string[] }): RebasePlan['refused'][number] {
  if ('asks' in made)
    return {
      ...{ migration: null, with: null },
      reason: `drizzle-kit would ask what was renamed: ${made.asks.join(' ')}`,
      help: 'type what "next" says, where there is one; else `drizzle-guard rebase` without --regenerate',
    };
  const hold = made.byHand.length === 1 ? 'holds' : 'hold';
  return {
    migration: made.byHand[0] ?? null,
    with: null,
    reason: `${listOf(made.byHand)} ${hold} SQL that somebody has written, which drizzle-kit would not write again`,
    help: '`drizzle-guard rebase` without --regenerate keeps it; where that is refused, type what "next" says',
  };
}
