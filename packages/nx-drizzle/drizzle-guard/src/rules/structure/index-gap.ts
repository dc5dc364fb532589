import type { Draft } from '../finding';
import { defineRule } from '../rule';

export const indexGap = defineRule({
  code: 'index-gap',
  severity: 'warning',
  explain: `The journal's idx numbers leave one out, or are not in order: an entry was removed or written by hand. drizzle-kit numbers the next migration after the last entry and never notices.

A gap alone breaks nothing. It is a trace of a migration that was taken out after others may have applied it: such databases hold a ledger row that no migration explains.

Way out: none is needed where the removal was meant; a waiver in drizzle-guard.json says so. drizzle-guard doctor --repair closes gaps that the numbers of the tags do not have. One that they have must stay: drizzle-kit numbers the next migration after the last idx, and would give the newest number twice, over the newest snapshot.`,
  effect: 'nothing by itself: a trace of a migration that was taken out',
  traits: ['of-the-chain'],
  find: {
    structure({ history }) {
      const findings: Draft[] = [];
      if (history.layout !== 'journal') return findings;
      let greatest = -1;
      for (const migration of history.migrations) {
        const expected = greatest + 1;
        const isBehind = migration.index < greatest;
        if (migration.index > expected || isBehind || migration.index < 0)
          findings.push({
            migration: migration.tag,
            ...migration.declaredAt,
            message: isBehind
              ? `${migration.tag} has index ${migration.index} after ${greatest}`
              : `${migration.tag} has index ${migration.index} where ${expected} comes next`,
            help: 'see in git which migration was taken out (`git log -p -- ' + history.journalFile + '`)',
          });
        greatest = Math.max(greatest, migration.index);
      }
      return findings;
    },
  },
  wayOut: ({ migration }) => [
    `nothing has to be done. The number before ${migration} was taken out, and numbers are part of names that databases and colleagues know. Closing the gap in the journal alone would make drizzle-kit give ${migration}'s successors a number twice`,
  ],
});
