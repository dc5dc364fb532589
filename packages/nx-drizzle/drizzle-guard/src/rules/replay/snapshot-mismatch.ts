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

/** A new migration whose SQL does not lead from the snapshot before it to its own. */
export interface Unfit {
  migration: string;
  file: string;
  /** Whether there is no statement in it that could change anything. */
  makesNothing: boolean;
  /** Each in words. */
  differences: readonly string[];
  /** What drizzle-kit writes between the two snapshots and the SQL has not. */
  lacking: readonly string[];
}

const SHOWN = 6;

function linesOf(words: readonly string[]): string {
  const lines = words.slice(0, SHOWN).map((line) => `\n  ${line.trim().replaceAll(/\s+/g, ' ')}`);
  return lines.join('') + (words.length > SHOWN ? `\n  and ${words.length - SHOWN} more` : '');
}

export const snapshotMismatch = defineRule({
  code: 'snapshot-mismatch',
  severity: 'error',
  explain: `The SQL of the migrations does not give what their snapshots say. Databases are made by the SQL, and drizzle-kit generate compares the schema with the snapshot: what the two disagree about, every later migration is wrong about too. Somebody edited the SQL or a snapshot by hand, or a merge took the SQL of one side and the snapshot of the other; old versions of drizzle-kit have done it as well.

Of new migrations it is found by the hooks and by check: what drizzle-kit writes between the snapshot before a migration and its own is compared with its SQL. Where that is empty, it is an error at once. Where it was edited by hand, that migration alone is run on a throw-away database at the state before it, for at most "proofLimit" of drizzle-guard.json (10s); what no database would run there (it is no SQL, names a column that its table lacks or a table that was dropped, or makes what the migrations before it have made) is found too; so are statements about rows alone, where the SQL before them tells nothing of the table or column; what else cannot be run there is told as "not proved", and stops nothing.

Of the whole history it is found by check --replay. Each difference is told with the migration since which it is there: the first one after which SQL and snapshot disagree about it; of a table that was renamed, the renaming at the earliest.

Way out, as long as that migration has not landed: delete it and generate it again, or correct its SQL. Afterwards: where the snapshot is right, run drizzle-guard generate --custom and write the statement that is missing. Where the SQL is right, make the schema say what the SQL does, run drizzle-guard generate, and take the statements that databases have had already out of its SQL; its snapshot then tells the truth. What was made by hand on purpose and no schema can say stays a difference: "checks": { "snapshot-mismatch": "warning" } in drizzle-guard.json keeps it from failing.`,
  effect: 'databases are made by the SQL, and every later migration starts from the snapshot',
  find: {
    proof: ({ unfit }) =>
      unfit.map(({ migration, file, makesNothing, differences, lacking }) => ({
        migration,
        file,
        message: `${
          makesNothing
            ? `the SQL of ${migration} changes nothing, and its snapshot says more than the one before it`
            : `the SQL of ${migration} does not give what its snapshot says`
        }:${linesOf(differences)}`,
        details: [...differences],
        help:
          lacking.length === 0
            ? `make the SQL and the snapshot of ${migration} say the same; \`drizzle-guard explain snapshot-mismatch\` tells the way out for either`
            : `add to ${file} what leads there, or see \`drizzle-guard explain snapshot-mismatch\`:${linesOf(lacking)}`,
      })),
    replay: ({ mismatches }) =>
      mismatches.map(({ migration, file, atTheLatest, differences }) => {
        const since = atTheLatest ? `since ${migration} at the latest` : `since ${migration}`;
        return {
          migration,
          file,
          message: `the SQL does not give what the newest snapshot says, ${since}:${linesOf(differences)}`,
          details: [...differences],
          help: `compare the SQL of ${migration} with its snapshot; \`drizzle-guard explain snapshot-mismatch\` tells the way out for either`,
        };
      }),
  },
});
