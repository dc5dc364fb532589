import { defineRule } from '../rule';

/** A statement that an earlier migration has done, and whose object is still there. */
export interface RepeatedStatement {
  migration: string;
  file: string;
  line: number;
  /** The migration that has done it. */
  earlier: string;
  /** Why the database refused it; null where it did nothing, and said nothing (IF NOT EXISTS). */
  refusal: string | null;
}

export const repeatedStatement = defineRule({
  code: 'repeated-statement',
  severity: 'error',
  explain: `A migration has a statement again that an earlier one has done, and whose effect is still there. drizzle-kit generate compares the schema with the newest snapshot; where that snapshot lacks what an earlier migration did (after a merge resolved by hand, usually), it writes the statement a second time. It fails on every database that has run the earlier one, or, with IF NOT EXISTS, does nothing and hides that the snapshots are wrong.

It is found by check --replay, which runs the SQL on a throw-away database.

Way out: take the statement out of the later migration, as long as that has not landed anywhere; the snapshot of that migration is right and stays. In the folders layout the two are mostly of two branches, and drizzle-kit refuses both snapshots together: delete the folder of the later one and run drizzle-guard generate, which makes it again. Where it has landed with IF NOT EXISTS it does no harm any more, and can be left as it is.`,
  effect: 'it fails where the earlier one was run, or hides that the snapshots are wrong',
  find: {
    replay: ({ repeated }) =>
      repeated.map(({ migration, file, line, earlier, refusal }) => ({
        migration,
        file,
        line,
        message:
          refusal === null
            ? `${migration} repeats a statement of ${earlier}, and does nothing: what it makes is already there`
            : `${migration} repeats a statement of ${earlier}, and fails: ${refusal}`,
        help: file.endsWith('/migration.sql')
          ? `delete the folder of ${migration}, if that has not landed (keep hand-written SQL), and run \`drizzle-guard generate\`: it is made again without what ${earlier} does`
          : `take the statement out of ${migration}, if that has not landed; its snapshot stays as it is`,
      })),
  },
});
