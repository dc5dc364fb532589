import { listOf } from '../../text/words';
import { groupsOf } from '../groups-of';
import { defineRule } from '../rule';

export const duplicateSnapshot = defineRule({
  code: 'duplicate-snapshot',
  severity: 'error',
  explain: `Two snapshots have one id: a file was copied to make another migration. Whatever continues that id has two parents to choose from, and drizzle-kit up (0.x to 1.0) loses one of the two states without saying so.

Way out: drizzle-guard doctor --repair gives the later one an id of its own and links what continues it (journal layout). By hand: if the later file is a mere copy, delete its migration and run drizzle-guard generate (keep hand-written SQL); if it holds a state of its own, it needs an id of its own, and the prevId of the one after it must name that.`,
  effect: (_draft, { layout }) =>
    `what continues it has two parents to choose from; ${layout === 'journal' ? 'drizzle-kit up' : 'drizzle-kit generate'} loses one of the two states`,
  traits: ['misleads-generate', 'state-unknown', 'two-sides', 'of-the-chain', 'cuts-the-chain'],
  find: {
    structure: ({ history }) =>
      groupsOf(history.snapshots, (snapshot) => snapshot.id).map((group) => ({
        file: group.at(-1)!.file,
        message: `${listOf(group.map((snapshot) => snapshot.file))} have the same id ${group[0]!.id}`,
        help: 'give the later one its own id and link what continues it, or delete its migration and run `drizzle-guard generate`',
      })),
  },
});
