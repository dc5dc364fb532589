import { commitOf } from '../../git/base';
import { tryGit } from '../../git/git';
import { journalFileOf } from '../../history/history';
import { sequenceFaults } from '../../judging/preflight';
import type { Refusal } from '../refusal';
import type { Held } from './read-steps';
import type { Rebasing } from './rebasing';

/** Why it is not known which migrations mine has. */
export function unreadIn(rebasing: Rebasing, mine: Held): Refusal[] {
  const faults = faultsOf(rebasing, mine, 'mine');
  const way = faults.length === 0 ? null : recordedMixed(rebasing);
  return way === null ? faults : faults.map((one) => ({ ...one, help: way }));
}

/** What takes back the merge that HEAD is, where it has recorded a journal with both sides in it. */
function recordedMixed({ session: { root }, folder: { out } }: Rebasing): string | null {
  const isMixedAt = (commit: string) =>
    tryGit(['grep', '--quiet', '-e', '^<<<<<<< ', commit, '--', journalFileOf(out)], { cwd: root }) !== null;
  if (commitOf(root, 'HEAD^2') === null || !isMixedAt('HEAD') || isMixedAt('HEAD^')) return null;
  return 'the merge that HEAD is has recorded it so: `git reset --keep HEAD^` takes that back; then merge again, with hooks';
}

function faultsOf({ database }: Rebasing, { history }: Held, whose: string): Refusal[] {
  return sequenceFaults(history, database.name).map(({ code, message, migration }) => ({
    migration: migration ?? null,
    reason: `${whose}: ${code}: ${message}`,
    with: null,
    help: `\`drizzle-guard explain ${code}\` says what it means; mend it there first`,
  }));
}

/** What has to be mended in a side before it is known what would be moved. */
export function faultsIn(rebasing: Rebasing, mine: Held, theirs: Held): Refusal[] {
  const { name } = rebasing.theirs;
  const faults = [...unreadIn(rebasing, mine), ...faultsOf(rebasing, theirs, name)];
  if (faults.length > 0) return faults;
  if (mine.history.layout !== theirs.history.layout)
    return [
      {
        ...{ migration: null, with: null },
        reason: `mine is in the ${mine.history.layout} layout, and ${name} in that of ${theirs.history.layout}`,
        help: 'upgrade both (`drizzle-guard up`), then run `drizzle-guard rebase` again',
      },
    ];
  const head = theirs.history.migrations.at(-1);
  if (head && !head.snapshot)
    return [
      {
        ...{ migration: head.tag, with: null },
        reason: `${head.snapshotFile} is not there on ${name}: what its migrations lead to is not known`,
        help: `\`drizzle-guard doctor\` on ${name} says how it is made again`,
      },
    ];
  return [];
}
