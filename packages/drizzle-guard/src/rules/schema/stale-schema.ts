import { defineRule } from '../rule';

const SHOWN = 6;

export const staleSchema = defineRule({
  code: 'stale-schema',
  severity: 'error',
  explain: `The schema differs from the newest snapshot: it was changed and no migration was generated, or the newest snapshot lacks what an earlier migration did (after a hand-resolved merge). Code that runs against a migrated database will miss what it expects.

Way out: run drizzle-guard generate and commit the migration with the schema. If the statements it would write are already in an earlier migration, the snapshot is what is wrong: see drizzle-guard explain forked-history. If only drizzle-kit was upgraded, the new version may read more of the schema than the old one did; a generated migration brings the two together.`,
  effect: 'code and migrations are apart',
  find: {
    schema({ database, file, changes, statements, ambiguous }) {
      const what = changes.length > 0 ? changes : statements.map((statement) => statement.split('\n')[0]!);
      const lines = what.slice(0, SHOWN).map((line) => `\n  ${line}`);
      if (what.length > SHOWN) lines.push(`\n  and ${what.length - SHOWN} more`);
      return [
        {
          file,
          message: `the schema of ${database} has changes that no migration has:${lines.join('')}`,
          details: [...what],
          help: ambiguous
            ? `run \`drizzle-guard generate --database ${database}\` in a terminal: drizzle-kit asks whether something was renamed`
            : `run \`drizzle-guard generate --database ${database}\` and commit the migration with the schema`,
        },
      ];
    },
  },
});
