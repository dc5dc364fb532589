import { defineRule } from '../rule';

/** Differences that are there since the same migration. */
export interface Mismatch {
  migration: string;
  file: string;
  /** Whether the migration is the last in which it can have begun: snapshots before it are missing. */
  atTheLatest: boolean;
  /** Each in words. */
  differences: readonly string[];
}

const SHOWN = 6;

export const snapshotMismatch = defineRule({
  code: 'snapshot-mismatch',
  severity: 'error',
  explain: `The SQL of the migrations, run on a throw-away database, does not give what the newest snapshot says. Databases are made by the SQL, and drizzle-kit generate compares the schema with the snapshot: what the two disagree about, every later migration is wrong about too. Somebody edited the SQL or a snapshot by hand, or a merge took the SQL of one side and the snapshot of the other; old versions of drizzle-kit have done it as well.

It is found by check --replay. Each difference is told with the migration since which it is there: the first one after which SQL and snapshot disagree about it; of a table that was renamed, the renaming at the earliest.

Way out, as long as that migration has not landed: delete it and generate it again, or correct its SQL. Afterwards: where the snapshot is right, run drizzle-guard generate --custom and write the statement that is missing. Where the SQL is right, make the schema say what the SQL does, run drizzle-guard generate, and take the statements that databases have had already out of its SQL; its snapshot then tells the truth. What was made by hand on purpose and no schema can say stays a difference: "checks": { "snapshot-mismatch": "warning" } in drizzle-guard.json keeps it from failing.`,
  effect: 'databases are made by the SQL, and every later migration starts from the snapshot',
  find: {
    replay: ({ mismatches }) =>
      mismatches.map(({ migration, file, atTheLatest, differences }) => {
        const lines = differences.slice(0, SHOWN).map((line) => `\n  ${line}`);
        if (differences.length > SHOWN) lines.push(`\n  and ${differences.length - SHOWN} more`);
        const since = atTheLatest ? `since ${migration} at the latest` : `since ${migration}`;
        return {
          migration,
          file,
          message: `the SQL does not give what the newest snapshot says, ${since}:${lines.join('')}`,
          details: [...differences],
          help: `compare the SQL of ${migration} with its snapshot; \`drizzle-guard explain snapshot-mismatch\` tells the way out for either`,
        };
      }),
  },
});
