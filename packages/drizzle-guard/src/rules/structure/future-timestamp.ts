import type { Layout } from '../../history/history';
import { timeOf } from '../../text/words';
import { defineRule } from '../rule';

/** Clocks of a team differ by minutes; a timestamp further ahead was not made by a clock. */
const TOLERANCE = 10 * 60 * 1000;

export const futureTimestamp = defineRule({
  code: 'future-timestamp',
  severity: 'warning',
  explain: `A migration's timestamp lies in the future: it was written by hand or by a script. In the folders layout, whatever is generated before that moment sorts before it, and so before its own parent: drizzle-kit 1.0 refuses such a history, or (Postgres) stamps the next ones still later. In the journal layout every migration generated before that moment is older than it, and drizzle-orm 0.x skips an older one in silence on each database that has run this one.

Way out while it has not landed: drizzle-guard rebase gives it a time a second behind the others. Once landed it stays as it is; until that moment passes, drizzle-guard migrate reports each newer migration as late instead of skipping it.`,
  effect: 'what is generated before then is older than it, and skipped',
  traits: ['of-the-clock'],
  find: {
    structure: ({ history, now }) =>
      history.migrations
        .filter((migration) => migration.timestamp > now + TOLERANCE)
        .map((migration) => ({
          migration: migration.tag,
          ...migration.declaredAt,
          message: `${migration.tag} is stamped ${timeOf(migration.timestamp)}, which is in the future: ${consequence(history.layout)}`,
          help: 'if it has not landed, `drizzle-guard rebase` gives it a time a second behind the others',
        })),
  },
  wayOut: ({ migration }) => [
    `nothing can be done once it has landed; until that moment \`drizzle-guard migrate\` says so of each newer migration. If ${migration} has not landed, \`drizzle-guard rebase\` gives it a time a second behind the others`,
  ],
});

function consequence(layout: Layout): string {
  return layout === 'journal'
    ? 'drizzle-orm skips whatever is generated before then'
    : 'what is generated before then sorts before it, unless drizzle-kit stamps that in the future too';
}
