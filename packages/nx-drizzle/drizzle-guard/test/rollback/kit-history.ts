import { createRequire } from 'node:module';
import path from 'node:path';
import { repositoryRoot } from 'testkit';

type Json = Record<string, unknown>;
type Api = Record<string, (...values: unknown[]) => Promise<unknown>>;

/** A migration: its tag, the tables of the schema after it, and its SQL where drizzle-kit would not write that. */
export type Step = readonly [tag: string, tables: Json, sql?: string];

const NAMES = {
  postgresql: ['generateDrizzleJson', 'generateMigration'],
  sqlite: ['generateSQLiteDrizzleJson', 'generateSQLiteMigration'],
  mysql: ['generateMySQLDrizzleJson', 'generateMySQLMigration'],
} as const;

const START = Date.UTC(2026, 0, 1);

/** The files of a folder in the journal layout, with the snapshots and the SQL of drizzle-kit 0.31 itself. */
export async function kitHistory(
  dialect: keyof typeof NAMES,
  steps: readonly Step[],
): Promise<Record<string, string>> {
  const api = createRequire(path.join(repositoryRoot, 'x.js'))('drizzle-kit/api') as Api;
  const [serialize, diff] = NAMES[dialect];
  const files: Record<string, string> = {};
  const entries: object[] = [];
  let previous = (await api[serialize]!({})) as Json;
  let isFirst = true;
  for (const [tag, tables, sql] of steps) {
    const made = (await api[serialize]!(tables, isFirst ? undefined : previous['id'])) as Json;
    const statements = sql === undefined ? ((await api[diff]!(previous, made)) as string[]) : [sql];
    files[`drizzle/${tag}.sql`] = statements.join('\n--> statement-breakpoint\n');
    files[`drizzle/meta/${tag.split('_')[0]}_snapshot.json`] = JSON.stringify(made, null, 2);
    entries.push({
      ...{ idx: entries.length, version: made['version'], tag, breakpoints: true },
      when: START + entries.length * 60_000,
    });
    previous = made;
    isFirst = false;
  }
  files['drizzle/meta/_journal.json'] = JSON.stringify({ version: '7', dialect, entries }, null, 2);
  return files;
}
