import { leavesOf } from '../../history/history';
import { listOf } from '../../text/words';
import { movingBehind } from '../base/restoring';
import type { BaseContext, MeetingContext } from '../contexts';
import type { Draft } from '../finding';
import { defineRule } from '../rule';
import { danglingParent } from './dangling-parent';
import { shellWord } from '../../text/shell-word';

export const unmergedFork = defineRule({
  code: 'unmerged-fork',
  severity: 'warning',
  explain: `Several migrations have no migration after them: branches were made in parallel and merged, and nothing has been generated since. drizzle-kit 1.0 allows that; its next generate with a real change continues all of them at once and so closes the fork. Until then each of them is applied, in order of their names.

The schema is compared with what all of them together give: for Postgres as drizzle-kit tells it; for the other dialects, whose snapshots hold the state of one branch each, what every branch has changed since they went apart. Branches that do not go together are told as conflicting-migrations.

Way out: nothing is urgent. To close it now, run drizzle-guard generate after the next change of the schema, or drizzle-guard generate --custom.`,
  effect: 'branches stay open until a migration continues them',
  traits: ['fork'],
  find: {
    structure({ history, now }) {
      // Where a parent is not there, nobody knows what continues what.
      if (history.layout !== 'folders' || danglingParent.find.structure({ history, now }).length > 0)
        return [];
      const leaves = leavesOf(history);
      if (leaves.length < 2) return [];
      const tags = leaves.map(({ prefix }) => prefix);
      return [
        {
          migration: tags.at(-1)!,
          file: leaves.at(-1)!.file,
          message: `${listOf(tags)} ${tags.length === 2 ? 'both' : 'all'} end a branch: no migration continues ${tags.length === 2 ? 'both' : 'all'} of them`,
          help: 'make sure that they do not touch the same things; the next `drizzle-guard generate` continues all of them',
        },
      ];
    },
    base: againstBase,
    meeting: refusedByKit,
  },
  wayOut: (_draft, _history, flag) => [
    `\`drizzle-guard generate${flag}\` continues all of them with the next change of the schema`,
    `\`drizzle-guard generate --custom${flag}\` continues all of them now: its file is for SQL, if any is needed`,
  ],
});

/** They go together, but a user of drizzle-kit cannot go on from there. */
function refusedByKit({ meetings }: MeetingContext): Draft[] {
  return meetings
    .filter(({ kind }) => kind === 'refused')
    .map(({ sides: [mine, theirs], shown, base }) => ({
      migration: mine.tags.at(-1)!,
      file: mine.file,
      message: `${listOf(mine.tags)} and ${listOf(theirs.tags)} lead to the same in either order, but drizzle-kit calls them conflicting (${shown.join('; ')}), and generates nothing on top of both`,
      help:
        base === null
          ? '`drizzle-guard rebase` moves the side that has not landed behind the other'
          : movingBehind(base, listOf(mine.tags)),
    }));
}

/** The open branches that a merge with the base would make: both have migrations that the other lacks. */
function againstBase({ history, mine, theirs, base, conflicts }: BaseContext): Draft[] {
  const [first] = mine;
  if (history.layout !== 'folders' || !first || theirs.length === 0 || conflicts.length > 0) return [];
  const [mineTags, theirTags] = [mine, theirs].map((side) => listOf(side.map(({ tag }) => tag)));
  return [
    {
      migration: first.tag,
      ...first.declaredAt,
      message: `${base.name} has ${theirTags}, which this branch lacks, and this branch has ${mineTags}: merged as they are, both end a branch`,
      help: `bring what has landed in (\`git merge ${shellWord(base.name)}\`) and make sure that they do not touch the same things`,
    },
  ];
}
