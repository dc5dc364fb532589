import { isUnreadable, type Bundle, type History, type Migration } from '../../history/history';
import { bundleFileOf, importOf, nameOf, sqlOf, wantsBundle } from '../../history/layouts/bundle';
import type { Draft } from '../finding';
import { defineRule } from '../rule';

export const staleBundle = defineRule({
  code: 'stale-bundle',
  severity: 'error',
  explain: `migrations.js, which drizzle-kit writes for the drivers expo and durable-sqlite, does not hold the migrations of the folder: an app without a file system gets them by that file alone. It is written at each generate, so a merge conflicts in it, and one side's version lacks the other's migration.

In the journal layout drizzle-orm throws "Missing migration" when the app starts. In the folders layout (1.0) it passes over the migration in silence. A file with conflict markers, or one that imports SQL which is gone, does not build.

Way out: drizzle-guard doctor --repair writes it anew, byte for byte as drizzle-kit does. One that was changed by hand is left alone: add the import and the entry of each migration that the finding names.`,
  effect: (_draft, { layout }) =>
    layout === 'journal'
      ? 'the app does not build, or throws "Missing migration" when it starts'
      : 'the app does not build, or never runs the migration and says nothing',
  find: {
    structure({ history, driver = null }) {
      const { bundle } = history;
      const isKnown =
        !isUnreadable(history) && (history.layout === 'folders' || history.journalProblems.length === 0);
      if (!bundle) return isKnown && wantsBundle(driver) ? missingBundle(history, driver) : [];
      const draft = (message: string, more: Partial<Draft> = {}): Draft => ({
        ...{ file: bundle.file, message: `${bundle.file} ${message}`, help: helpFor(bundle, more, history) },
        ...more,
      });
      if (bundle.problem) return [draft(bundle.problem.message, placeOf(bundle.problem.line))];
      if (!isKnown) return [];
      return [
        ...journalOf(history, bundle).map((message) => draft(message)),
        ...history.migrations.flatMap((migration) =>
          faultOf(migration, history, bundle).map((message) => draft(message, { migration: migration.tag })),
        ),
        ...strangersIn(bundle, history).map(({ path, line }) =>
          draft(`imports ${path}, which is no migration here`, placeOf(line)),
        ),
      ];
    },
  },
});

function missingBundle({ dir, layout, migrations }: History, driver: string): Draft[] {
  if (migrations.length === 0) return [];
  const file = bundleFileOf(dir);
  return [
    {
      file,
      message: `${file} is not there, by which an app with the driver ${driver} gets its ${layout === 'journal' ? 'journal and its ' : ''}migrations`,
      help: '`drizzle-guard doctor --repair` writes it; so does the next `drizzle-guard generate`',
    },
  ];
}

function journalOf({ layout }: History, { hasJournal, imports }: Bundle): string[] {
  const journal = imports.find(({ path }) => path === './meta/_journal.json');
  if (layout === 'folders')
    return journal ? ['imports ./meta/_journal.json, which is not there in the folders layout'] : [];
  return hasJournal === false || !journal
    ? ['does not hand on ./meta/_journal.json, by which drizzle-orm knows the migrations']
    : [];
}

/** What is wrong with one migration in a bundle, or nothing. */
function faultOf(migration: Migration, { layout }: History, { entries, used }: Bundle): string[] {
  const { tag } = migration;
  const wanted = importOf(tag, layout);
  const lacks = layout === 'journal' ? 'drizzle-orm throws' : 'drizzle-orm passes over it in silence';
  if (entries === null) return used.some((path) => sqlOf(path) === wanted) ? [] : [`lacks ${tag}: ${lacks}`];
  const key = 'index' in migration ? nameOf(Number(migration.index)) : tag;
  const entry = entries.findLast((one) => one.key === key);
  if (!entry || entry.path === null) return [`lacks ${tag}: ${lacks}`];
  return sqlOf(entry.path) === wanted ? [] : [`gives ${entry.path} in the place of ${tag}`];
}

function strangersIn({ imports }: Bundle, { layout, migrations }: History): Bundle['imports'] {
  const known = new Set(migrations.map(({ tag }) => importOf(tag, layout)));
  return imports.filter(({ path }) => {
    const sql = sqlOf(path);
    return sql !== null && !known.has(sql);
  });
}

function placeOf(line: number | undefined): { line?: number } {
  return line === undefined ? {} : { line };
}

function helpFor({ isAsWritten }: Bundle, { migration }: Partial<Draft>, { layout }: History): string {
  if (isAsWritten)
    return `\`drizzle-guard doctor --repair\` writes it anew from the ${layout === 'journal' ? 'journal' : 'folders'}`;
  const add = migration === undefined ? 'mend it' : `add the import and the entry of ${migration}`;
  return `${add} by hand: it holds more than drizzle-kit writes, so it is not written anew`;
}
