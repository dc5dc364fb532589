import { shellWord } from '../../text/shell-word';
import type { SchemaContext } from '../contexts';
import { defineRule } from '../rule';

const SHOWN = 6;

export const staleSchema = defineRule({
  code: 'stale-schema',
  severity: 'error',
  explain: `The schema differs from the newest snapshot: it was changed and no migration was generated, or the newest snapshot lacks what an earlier migration did (after a hand-resolved merge). Code that runs against a migrated database will miss what it expects. Where the newest snapshot is missing or cannot be read, a change is judged beside the schema as it was before it.

Way out: run drizzle-guard generate and commit the migration with the schema. If the statements it would write are already in an earlier migration, the snapshot is what is wrong: see drizzle-guard explain forked-history. If only drizzle-kit was upgraded, the new version may read more of the schema than the old one did; a generated migration brings the two together. There are changes that drizzle-kit does not see, although its snapshots would differ (a view that becomes materialized): it writes no SQL for them, so write it into the file that drizzle-guard generate --custom makes.`,
  effect: 'code and migrations are apart',
  find: {
    schema: (context) => {
      const { database, file, changes, wanted, statements, beside } = context;
      const what = changes.length > 0 ? changes : statements;
      const lines = what.slice(0, SHOWN).map((line) => `\n  ${line.split('\n')[0]}`);
      if (what.length > SHOWN) lines.push(`\n  and ${what.length - SHOWN} more`);
      const title =
        beside === undefined
          ? `the schema of ${database} has changes that no migration has:`
          : `the schema of ${database} differs from that of ${beside.states}, and no migration came with it:`;
      return [
        {
          file,
          message: `${title}${lines.join('')}`,
          details: [...what],
          ...(wanted.length > 0 ? { wanted: [...wanted] } : {}),
          help: helpOf(context),
          ...(isGenerated(context) ? { fix: [commandFor(context)] } : {}),
        },
      ];
    },
  },
});

/** Whether generate alone mends it; it asks in a terminal where that has to be asked. */
function isGenerated({ statements, ambiguous, beside }: SchemaContext): boolean {
  return !beside?.lacksSnapshot && (ambiguous || statements.length > 0 || beside !== undefined);
}

function commandFor({ database }: SchemaContext): string {
  return `drizzle-guard generate --database ${shellWord(database)}`;
}

function helpOf(context: SchemaContext): string {
  const { database, statements, ambiguous, beside } = context;
  const generate = commandFor(context);
  if (beside?.lacksSnapshot)
    return `the newest migration has no snapshot that can be read, so run \`drizzle-guard doctor --database ${database} --repair\` first, then \`${generate}\``;
  if (ambiguous) return `run \`${generate}\` in a terminal: drizzle-kit asks whether something was renamed`;
  if (statements.length === 0 && !beside)
    return `for this drizzle-kit writes no SQL: run \`${generate} --custom\` and write the statements into the file that it makes`;
  return `run \`${generate}\` and commit the migration with the schema`;
}
