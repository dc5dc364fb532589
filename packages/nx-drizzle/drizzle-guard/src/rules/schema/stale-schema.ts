import { flagsFor } from '../../state/replies';
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
function isGenerated({ changes, statements, ambiguous, beside }: SchemaContext): boolean {
  if (spelledOtherwise(changes) !== null) return false;
  return !beside?.lacksSnapshot && (ambiguous || statements.length > 0 || beside !== undefined);
}

/**
 * How many columns differ in nothing but how their names are spelled; null where something else differs, too: then it is not
 * a forgotten `casing`.
 */
export function spelledOtherwise(changes: readonly string[]): number | null {
  const sides = { new: new Map<string, number>(), gone: new Map<string, number>() };
  for (const change of changes) {
    const [, table, column, what] = /^table (\S+): column (\S+) is (new|gone)$/.exec(change) ?? [];
    // What names columns differs with them.
    if (
      column === undefined &&
      /: (?:column \S+ is changed|.* is changed|(?:index|foreign key|primary key|unique constraint|check constraint) )/.test(
        change,
      )
    )
      continue;
    if (column === undefined) return null;
    const key = `${table} ${column.replaceAll(/[^a-z0-9]/gi, '').toLowerCase()}`;
    const side = sides[what as 'new' | 'gone'];
    side.set(key, (side.get(key) ?? 0) + 1);
  }
  const isPaired = [...sides.new].every(([key, times]) => sides.gone.get(key) === times);
  return isPaired && sides.new.size > 0 && sides.new.size === sides.gone.size ? sides.new.size : null;
}

function commandFor({ database }: SchemaContext): string {
  return `drizzle-guard generate --database ${shellWord(database)}`;
}

function helpOf(context: SchemaContext): string {
  const { database, changes, statements, ambiguous, questions, beside } = context;
  const spelled = spelledOtherwise(changes);
  if (spelled !== null)
    return `${spelled === 1 ? 'only the spelling of a column differs' : `only the spelling of ${spelled} columns differs`}: most likely \`casing\` is missing in the drizzle config, or is another than when the migrations were made. Give it there as it was; generating would rename ${spelled === 1 ? 'it' : 'them'}, or drop and create`;
  const generate = commandFor(context);
  const answers = flagsFor(questions?.asked ?? []).join(' ');
  const flags =
    answers === ''
      ? ''
      : `; without one answer with --rename <old>=<new> or --create <new>: \`${generate} ${answers}\`, where it was so`;
  if (beside?.lacksSnapshot)
    return `the newest migration has no snapshot that can be read, so run \`drizzle-guard doctor --database ${database} --repair\` first, then \`${generate}\``;
  if (ambiguous)
    return `run \`${generate}\` in a terminal: drizzle-kit asks whether something was renamed${flags}`;
  if (statements.length === 0 && !beside)
    return `for this drizzle-kit writes no SQL: run \`${generate} --custom\` and write the statements into the file that it makes`;
  return `run \`${generate}\` and commit the migration with the schema`;
}
