import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A drizzle config of a PGlite database in `.pglite`, beside it. */
export const CONFIG = `import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  driver: 'pglite',
  schema: './src/schema.ts',
  out: './drizzle',
  dbCredentials: { url: './.pglite' },
});
`;

/** The schema that the migrations of `fixtures/drizzle` lead to. */
export const SCHEMA = `import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', { id: integer('id').primaryKey(), name: text('name').notNull() });
export const entries = pgTable('entries', { note: text('note').notNull() });
`;

/** The same with another column. */
export const WIDER_SCHEMA = SCHEMA.replace(
  "note: text('note')",
  "author: text('author'), note: text('note')",
);

/** The same with a column that may have been renamed, or dropped and added. */
export const RENAMED_SCHEMA = SCHEMA.replace("name: text('name')", "title: text('title')");

const MYSQL_SCHEMA = `import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
export const users = mysqlTable('users', { id: int('id').primaryKey(), name: varchar('name', { length: 80 }) });
`;
const SQLITE_SCHEMA = `import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const users = sqliteTable('users', { id: integer('id').primaryKey(), name: text('name') });
`;

/** Dialects besides Postgres, each with a schema. */
export const OTHER_DIALECTS = [
  ['mysql', MYSQL_SCHEMA],
  ['sqlite', SQLITE_SCHEMA],
  ['turso', SQLITE_SCHEMA],
] as const;

/** 0000_users, 0001_entries and the hand-written 0002_first_entry, as drizzle-kit 0.31 wrote them. */
export const MIGRATIONS = filesBelow(path.join(__dirname, 'fixtures/drizzle'), 'drizzle');

/** A package with a schema, three migrations and a PGlite database that does not exist yet. */
export function shop(more: Record<string, string> = {}): Record<string, string> {
  return {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': CONFIG,
    'src/schema.ts': SCHEMA,
    ...MIGRATIONS,
    ...more,
  };
}

/** A package's files in a folder of a bigger workspace. */
export function inFolder(folder: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
}

export interface Entry {
  idx: number;
  version: string;
  when: number;
  tag: string;
  breakpoints: boolean;
}

/** The journal of MIGRATIONS with other entries. */
export function journalWith(change: (entries: Entry[]) => Entry[]): string {
  const journal = JSON.parse(MIGRATIONS['drizzle/meta/_journal.json']!) as { entries: Entry[] };
  return JSON.stringify({ ...journal, entries: change(journal.entries) }, null, 2);
}

/** One more hand-written migration after (or, with an earlier time, among) those of MIGRATIONS. */
export function another(tag: string, sql: string, when = Date.UTC(2026, 0, 6)): Record<string, string> {
  const index = Number(tag.split('_')[0]);
  const before = MIGRATIONS['drizzle/meta/0002_snapshot.json']!;
  const { id } = JSON.parse(before) as { id: string };
  const snapshot = { ...(JSON.parse(before) as object), id: `${id.slice(0, -4)}${1000 + index}`, prevId: id };
  return {
    [`drizzle/${tag}.sql`]: sql,
    [`drizzle/meta/${tag.split('_')[0]}_snapshot.json`]: JSON.stringify(snapshot, null, 2),
    'drizzle/meta/_journal.json': journalWith((entries) => [
      ...entries,
      { idx: index, version: '7', when, tag, breakpoints: true },
    ]),
  };
}

/** Every file below a folder with its bytes in short: equal before and after means that nothing was written. */
export function fingerprint(folder: string): Record<string, string> {
  return Object.fromEntries(
    ownFiles(folder)
      .sort()
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(path.join(folder, file)))
          .digest('hex'),
      ]),
  );
}

/** Without node_modules, which all tests share and some write to. */
function ownFiles(folder: string, below = ''): string[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(below, entry.name);
    if (entry.name === 'node_modules') return [];
    return entry.isDirectory() ? ownFiles(folder, file) : entry.isFile() ? [file] : [];
  });
}

/** The files below a folder, path → text, each path beginning with this name. */
export function filesBelow(folder: string, name: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => statSync(path.join(folder, file)).isFile())
      .map((file) => [
        `${name}/${file.replaceAll('\\', '/')}`,
        readFileSync(path.join(folder, file), 'utf8'),
      ]),
  );
}
