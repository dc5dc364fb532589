import { listOf } from '../../text/words';
import { groupsOf } from '../groups-of';
import { defineRule } from '../rule';

export const duplicateIndex = defineRule({
  code: 'duplicate-index',
  severity: 'error',
  explain: `Two journal entries have the same idx: two branches made a migration each and both entries were kept. drizzle-kit's check calls this fine.

drizzle-orm applies by timestamp, so both may run on a new database; on a database that already ran the one with the greater timestamp, the other is skipped in silence.

Way out once both have landed: drizzle-guard doctor --repair gives each an index of its own. Before that: drizzle-guard rebase moves the one that has not landed behind the other.`,
  effect: 'two branches were merged; the older of the two is skipped where the newer is applied',
  traits: ['two-sides', 'of-the-chain'],
  find: {
    structure({ history }) {
      if (history.layout !== 'journal') return [];
      return groupsOf(history.migrations, (migration) => migration.index).map((group) => ({
        migration: group.at(-1)!.tag,
        ...group.at(-1)!.declaredAt,
        message: `${listOf(group.map((migration) => migration.tag))} have the same index ${group[0]!.index}`,
        help: '`drizzle-guard rebase` moves the one that has not landed behind the other',
      }));
    },
  },
});
