import { shellWord } from '../../text/shell-word';
import { listOf } from '../../text/words';
import type { BaseContext, EditedSnapshot } from '../contexts';
import { defineRule } from '../rule';
import { restore, restoreState, restoring } from './restoring';

const SHOWN = 6;

export const editedSnapshot = defineRule({
  code: 'edited-snapshot',
  severity: 'error',
  explain: `The snapshot of a migration that has landed says another state here than on the base, or is not there any more, although the SQL of the migration stayed. Databases are made by the SQL; drizzle-kit generate compares the schema with the snapshot. What was taken out of a snapshot stays in every database and no migration will ever drop it; what was added to one is in no database and no migration will ever make it. Nothing else notices: the schema and the snapshot agree. It comes from editing a snapshot by hand, from a merge that took the SQL of one side and the snapshot of the other, and from taking back a commit that had changed a landed migration.

Ids, parents, the order of what is in it and an upgrade (drizzle-kit up) do not count: they are no state. Of an upgrade to folders the newest landed snapshot is held against the one that it was made of, by the names of what is in both. Nor does a snapshot that a replay bears out: where the SQL up to that migration, run on a throw-away database, gives what the snapshot says here and not what it says on the base, the one on the base was wrong, and this one mends it. drizzle-guard doctor --repair makes such ones.

Way out: put the snapshot back as it has landed (the finding says how) and run drizzle-guard generate: what the schema wants otherwise becomes a new migration. If the snapshot here is the right one, drizzle-guard check --base <base> --replay proves it, or says why it cannot; where there is nothing to prove it on, set it aside in drizzle-guard.json with a reason.`,
  effect: 'what the two snapshots disagree about stays in databases, or never comes into them',
  traits: ['of-landed'],
  find: {
    /** Landed migrations whose snapshot says another state than it has on the base. */
    base: (context) =>
      context.editedSnapshots.map((edited) => ({
        migration: edited.mine.tag,
        file: edited.mine.snapshotFile,
        ...(edited.changes === null ? lost(context, edited) : changed(context, edited, edited.changes)),
      })),
  },
});

function lost(context: BaseContext, { mine, isThere }: EditedSnapshot) {
  const { name } = context.base;
  return {
    message: `${mine.snapshotFile} ${isThere ? 'cannot be read here' : 'is not here'}, and it is on ${name}, where ${mine.tag} has landed with it`,
    help: `put it back: ${restore(context, [mine.snapshotFile])}`,
    fix: [restoring(context, [mine.snapshotFile])],
  };
}

function changed(context: BaseContext, edited: EditedSnapshot, changes: string[]) {
  const { mine, theirs } = edited;
  const { name } = context.base;
  const lines = changes.slice(0, SHOWN).map((line) => `\n  ${line}`);
  if (changes.length > SHOWN) lines.push(`\n  and ${changes.length - SHOWN} more`);
  return {
    message: `${mine.tag} is on ${name} with another snapshot than ${mine.snapshotFile} is here; databases are made by its SQL, and no migration makes up for the difference:${lines.join('')}`,
    details: [...changes],
    help: `${mine.snapshotFile === theirs.snapshotFile ? `put it back: ${restoreState(context, [mine.snapshotFile])}` : upgradeAgain(context)}; if the SQL gives what it says here, \`drizzle-guard check --base ${name} --replay\` proves it`,
  };
}

/** The landed file is another one, and this one is made of it. */
function upgradeAgain({ base, history, mine }: BaseContext): string {
  const own = mine.length === 0 ? '' : `, keep ${listOf(mine.map(({ tag }) => tag))} elsewhere`;
  return `make the upgrade again${own}: \`git restore --source=${shellWord(base.name)} --staged --worktree -- ${shellWord(history.dir)}\`, then \`drizzle-kit up\`; what the schema wants otherwise becomes a new migration`;
}
