import { inOneLine, shortened } from '../../text/shorten';
import { listOf } from '../../text/words';
import type { MeetingContext } from '../contexts';
import type { Draft } from '../finding';
import { defineRule } from '../rule';
import { movingBehind } from '../base/restoring';
import { bothIn, landingAfter } from '../open-branches';

export const convergentMigrations = defineRule({
  code: 'convergent-migrations',
  severity: 'warning',
  explain: `Two branches of migrations were made from one state, and both do the same: add the same column, create the same table, set the same default. What they do beside that goes together. Nothing is lost, but what both do may not be run twice: a database that has run the one often refuses the other.

It is told by running both orders on a shadow, and once more without what is done twice; where there is no shadow, by what the statements say, and then the finding says that it is not proved.

Way out: one of the two sides gives up what the other does. What has landed stays; drizzle-guard rebase --drop-duplicates moves the other side behind it and leaves out what is there already, statement by statement.`,
  effect: 'both sides do the same; one of them has to leave it out',
  find: { meeting: comingTogether },
});

function notProvedIn(why: string | null): string {
  return why === null ? '' : `. Not proved: ${why}`;
}

function comingTogether({ meetings }: MeetingContext): Draft[] {
  return meetings
    .filter(({ kind }) => kind === 'convergent')
    .map((meeting) => {
      const { same, shown, base, open, notProved } = meeting;
      const [mine] = meeting.sides;
      const tags = listOf(mine.tags);
      const statements = same.map((sql) => `\`${shortened(inOneLine(sql), 100)}\``);
      const refused = shown.length === 0 ? '' : `. As they are, ${shown.join('; ')}`;
      return {
        migration: mine.tags.at(-1)!,
        file: mine.file,
        message: `${bothIn(meeting)} do the same: ${statements.join('; ')}${refused}${notProvedIn(notProved)}`,
        help: open
          ? landingAfter(open, tags, ' --drop-duplicates')
          : base === null
            ? '`drizzle-guard rebase --drop-duplicates` moves the side that has not landed behind the other, without that'
            : movingBehind(base, `${tags}, without that,`, ' --drop-duplicates'),
      };
    });
}
