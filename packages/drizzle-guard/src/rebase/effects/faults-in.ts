import { sequenceFaults } from '../../judging/preflight';
import type { Refusal } from '../refusal';
import type { Held } from './read-steps';
import type { Rebasing } from './rebasing';

/** What has to be mended in a side before it is known what would be moved. */
export function faultsIn({ database, theirs: { name } }: Rebasing, mine: Held, theirs: Held): Refusal[] {
  const of = ({ history }: Held, whose: string): Refusal[] =>
    sequenceFaults(history, database.name).map(({ code, message, migration }) => ({
      migration: migration ?? null,
      reason: `${whose}: ${code}: ${message}`,
      with: null,
      help: `\`drizzle-guard explain ${code}\` says what it means; mend it there first`,
    }));
  const faults = [...of(mine, 'mine'), ...of(theirs, name)];
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
