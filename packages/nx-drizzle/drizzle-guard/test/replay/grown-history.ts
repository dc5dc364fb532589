import { readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { drizzleConfig, madeFilesOnce, withWorkspace, type BinRun } from 'testkit';
import { drizzleKit } from '../databases';
import { filesBelow } from '../fixtures';

/** The files of a package, by path. */
export type Files = Record<string, string>;

/** Schemas, each with the name of the migration that leads to it. */
export type Schemas = Readonly<Record<string, string>>;

/** A Postgres schema that grows in three steps. */
export const POSTGRES = growing([
  `import { index, integer, pgEnum, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const role = pgEnum('role', ['admin', 'member']);
export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  name: text('name').notNull(),
  role: role('role').default('member'),
});
`,
  `export const entries = pgTable('entries', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  author: integer('author').notNull().references(() => users.id),
  note: text('note'),
}, (table) => [index('entries_author').on(table.author)]);
`,
  `export const tags = pgTable('tags', { label: text('label').primaryKey() });
`,
]);

/** The same for SQLite. */
export const SQLITE = growing([
  `import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const users = sqliteTable('users', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
});
`,
  `export const entries = sqliteTable('entries', {
  id: integer('id').primaryKey(),
  author: integer('author').notNull().references(() => users.id, { onDelete: 'cascade' }),
  note: text('note').default('none'),
}, (table) => [index('entries_author').on(table.author)]);
`,
  `export const tags = sqliteTable('tags', { label: text('label').primaryKey() });
`,
]);

function growing(steps: readonly string[]): Schemas {
  const names = ['users', 'entries', 'tags'];
  return Object.fromEntries(names.map((name, position) => [name, steps.slice(0, position + 1).join('')]));
}

/** A package whose schema grew step by step, each step with the migration that the installed drizzle-kit wrote for it. */
export function grownHistory(dialect: string, schemas: Schemas, modules?: string): Promise<Files> {
  return madeFilesOnce('grown', [dialect, schemas, modules], () => grow(dialect, schemas, modules));
}

async function grow(dialect: string, schemas: Schemas, modules?: string): Promise<Files> {
  const files: Files = {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': drizzleConfig({ dialect }),
    'schema.ts': Object.values(schemas).at(-1)!,
  };
  await withWorkspace(
    files,
    (workspace) => {
      Object.entries(schemas).forEach(([name, schema], position) => {
        workspace.write({ 'schema.ts': schema });
        drizzleKit(workspace, 'generate', '--name', name);
        // 1.0 tells migrations apart by the second in which they were made.
        if (modules !== undefined) redate(path.join(workspace.dir, 'drizzle'), name, position);
      });
      Object.assign(files, filesBelow(path.join(workspace.dir, 'drizzle'), 'drizzle'));
    },
    modules,
  );
  return files;
}

function redate(folder: string, name: string, position: number): void {
  const made = readdirSync(folder).find((one) => one.endsWith(`_${name}`))!;
  renameSync(path.join(folder, made), path.join(folder, `2026010100000${position}_${name}`));
}

/** The SQL file of a migration, by the end of its name. */
export function sqlFileOf(files: Files, name: string): string {
  return Object.keys(files).find(
    (file) => file.endsWith(`_${name}.sql`) || file.endsWith(`_${name}/migration.sql`),
  )!;
}

/** The same package with the SQL of some migrations changed by hand. */
export function edited(files: Files, edits: Record<string, (sql: string) => string>): Files {
  const changed = { ...files };
  for (const [name, edit] of Object.entries(edits)) {
    const file = sqlFileOf(files, name);
    changed[file] = edit(files[file]!);
    if (changed[file] === files[file]) throw new Error(`the edit of ${file} changes nothing`);
  }
  return changed;
}

export interface ReplayRun {
  exitCode: number | null;
  error?: { code: string; message: string; help: string };
  notChecked: string[];
  findings: {
    code: string;
    migration?: string;
    file: string;
    line?: number;
    message: string;
    details?: string[];
  }[];
  notProved?: string;
}

/** What `check --replay` says of a package, or `check` with other flags. */
export async function replayed(
  files: Files,
  {
    modules,
    env = {},
    flags = ['--replay'],
  }: { modules?: string | undefined; env?: Record<string, string>; flags?: string[] } = {},
): Promise<ReplayRun> {
  let run: BinRun | undefined;
  await withWorkspace(
    files,
    ({ bin }) => {
      run = bin(['check', ...flags, '--json'], { env });
    },
    modules,
  );
  return { exitCode: run!.exitCode, ...run!.json().databases[0] };
}

/** Each finding of a replay in short: its code, its migration, and what differs. */
export function inShort({ findings }: ReplayRun): string[][] {
  return findings.map(({ code, migration, details }) => [
    code,
    (migration ?? '').replace(/^\d+_/, ''),
    ...(details ?? []),
  ]);
}
