import { prefixOf } from '../../text/tag';
import { listOf } from '../../text/words';
import type { BaseContext } from '../contexts';
import type { Draft } from '../finding';
import { groupsOf } from '../groups-of';
import { defineRule } from '../rule';
import { movingBehind } from '../base/restoring';

export const duplicatePrefix = defineRule({
  code: 'duplicate-prefix',
  severity: 'error',
  explain: `Two migrations begin with the same number. A snapshot file is named by that number alone (0007_snapshot.json), so the two share one: the state after one of them is recorded nowhere, and the next generate writes statements of the other a second time.

Way out: in a merge drizzle-guard rebase gives the one that has not landed the next number, and a snapshot of its own. Once the merge is committed the snapshot of one of them is lost: drizzle-guard rebase --regenerate makes that one again, unless its SQL was written by hand.`,
  effect: 'two migrations share one snapshot: drizzle-kit up (0.x to 1.0) loses the state of one of them',
  traits: ['misleads-generate', 'two-sides', 'of-the-chain'],
  find: {
    structure({ history }) {
      if (history.layout !== 'journal') return [];
      return groupsOf(history.migrations, (migration) => migration.prefix).map((group) => ({
        migration: group.at(-1)!.tag,
        ...group.at(-1)!.declaredAt,
        message: `${listOf(group.map((migration) => migration.tag))} share the number ${group[0]!.prefix}, and so one snapshot`,
        help: '`drizzle-guard rebase --regenerate` makes the one that has not landed again with the next number',
      }));
    },
    base: againstBase,
  },
  wayOut: ({ help }) => [
    help,
    'if both have landed: their names stay, and with them the one snapshot. Nothing can be rebuilt beside it',
  ],
});

/** Numbers that a merge with the base would give twice. */
function againstBase({ history, mine, theirs, base }: BaseContext): Draft[] {
  if (history.layout !== 'journal') return [];
  return mine.flatMap(({ tag, declaredAt }) => {
    const twin = theirs.find((migration) => prefixOf(migration.tag) === prefixOf(tag));
    if (!twin) return [];
    return [
      {
        migration: tag,
        ...declaredAt,
        message: `${tag} has the number of ${twin.tag}, which is on ${base.name}: merged as they are, they share one snapshot`,
        help: movingBehind(base.name, tag),
      },
    ];
  });
}
