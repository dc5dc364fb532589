import { inOneLine, shortened } from '../../text/shorten';
import { listOf } from '../../text/words';
import type { BaseContext, BranchConflict, JudgedMeeting, MeetingContext } from '../contexts';
import type { Draft } from '../finding';
import { defineRule } from '../rule';
import { movingBehind } from '../base/restoring';
import { bothIn, landingAfter } from '../open-branches';

export const conflictingMigrations = defineRule({
  code: 'conflicting-migrations',
  severity: 'error',
  explain: `Two branches of migrations were made from one state, and neither knows of the other: both change the same thing, or one drops what the other uses. A database that has run the one cannot run the other, or ends up otherwise than a database that ran them in the other order. drizzle-kit 1.0 calls them conflicting and refuses: generate for as long as both are open, and migrate on every database. Where a shadow can be made both orders are run on it, with a few rows in the tables, and what they lead to is compared: the finding tells what happened. Where none can, the statements are read: what each makes, takes away, changes and needs, and which rows it writes. Such a finding says that it is not proved. So does one about rows that both sides write, which no run of ours can show where none of its rows is met.

With --against the two are branches of which neither has landed: nothing is broken yet, and whichever lands second will be. In a merge group that is so of every two of its members.

drizzle-kit's own way out deletes both branches and makes one migration of them, after which every database that has run either has to be reset. Where one side has landed that is none.

Way out: what has landed stays. Where the order in which the other side goes behind works, drizzle-guard rebase puts it there. Where none does, decide in the schema what is to stand; drizzle-guard rebase --regenerate then drops the migrations of the side that has not landed, and drizzle-kit writes what the schema still lacks behind the landed ones. SQL that was written by hand is never dropped: the command lists it. Where databases have run both, none may go: say so with a waiver and its reason.`,
  effect: 'drizzle-kit refuses to generate and to migrate; databases cannot run both',
  traits: ['two-sides', 'fork', 'misleads-generate'],
  find: {
    branches: ({ conflicts }) =>
      conflicts.map((conflict) => ({
        ...aboutIt(conflict),
        help: BEHIND,
      })),
    base: againstBase,
    meeting: comingTogether,
  },
});

const BEHIND =
  '`drizzle-guard rebase` moves the side that has not landed behind the other, or says why that does not work; `drizzle-guard rebase --regenerate` makes it again there';

/** The conflicts that a merge with the base would make. */
function againstBase({ conflicts, mine, base }: BaseContext): Draft[] {
  const tags = listOf(mine.map(({ tag }) => tag));
  return conflicts.map((conflict) => ({
    ...aboutIt(conflict),
    ...(mine[0] ? { migration: mine[0].tag, ...mine[0].declaredAt } : {}),
    help: movingBehind(base.name, tags),
  }));
}

/** What was run, or read of the statements. */
function comingTogether({ meetings }: MeetingContext): Draft[] {
  return meetings
    .filter(({ kind }) => kind === 'conflict')
    .map((meeting) => {
      const [mine, theirs] = meeting.sides;
      // Where nobody knows which side has landed it is the newer one that is named, as an open end is.
      const isTheirs = meeting.base === null && !meeting.open && theirs.tags.at(-1)! > mine.tags.at(-1)!;
      const named = isTheirs ? theirs : mine;
      const place = named.place ?? { migration: named.tags.at(-1)!, file: named.file, line: 1 };
      const tags = listOf(mine.tags);
      return {
        migration: named.tags.at(-1)!,
        file: place.file,
        line: place.line,
        message: `${bothIn(meeting)} do not go together: ${shownOf(meeting)}`,
        help: meeting.open
          ? landingAfter(meeting.open, tags)
          : meeting.base === null
            ? BEHIND
            : movingBehind(meeting.base, tags),
      };
    });
}

function shownOf({ sides, shown, first, notProved }: JudgedMeeting): string {
  const does = sides.flatMap(({ place }) =>
    place === null ? [] : [`${place.migration}: \`${shortened(inOneLine(place.sql), 100)}\``],
  );
  const order =
    first === null
      ? ''
      : `. The order that works: ${listOf(sides[first].tags)}, then ${listOf(sides[first === 0 ? 1 : 0].tags)}`;
  const text = shown.join('; ');
  return `${text}${does.length === 0 ? '' : ` (${does.join('; ')})`}${order}${notProved === null ? '' : `. Not proved: ${notProved}`}`;
}

function aboutIt({ sides, file }: BranchConflict): Omit<Draft, 'help'> {
  const [one, other] = sides.map(({ tags, does }) => `${listOf(tags)} (${does})`);
  return {
    migration: sides[1].tags.at(-1)!,
    file,
    message: `${one} and ${other} do not go together: they are of two branches, and neither knows of the other`,
  };
}
