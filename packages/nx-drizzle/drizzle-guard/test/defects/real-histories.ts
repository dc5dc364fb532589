import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cleanEnvironment, kitOneModules, madeFilesOnce, withWorkspace } from 'testkit';
import type { Layout } from '../../src/history/history';
import { filesBelow } from '../fixtures';

/** Path → text, in `drizzle/`. */
export type Files = Readonly<Record<string, string>>;

/** Four migrations that drizzle-kit made, one of them with --custom. */
export interface RealHistory {
  layout: Layout;
  dialect: string;
  /** The schema that they lead to. */
  schema: string;
  /** The same with a table more. */
  widerSchema: string;
  files: Files;
}

/** All dialects for which drizzle-kit 0.31 and 1.0 generate. */
export const DIALECTS = ['postgresql', 'mysql', 'sqlite', 'turso', 'singlestore'] as const;
type Dialect = (typeof DIALECTS)[number];

const WORDS: Record<Dialect, { module: string; table: string; number: string; text: string }> = {
  postgresql: { module: 'pg-core', table: 'pgTable', number: 'integer', text: 'text' },
  mysql: { module: 'mysql-core', table: 'mysqlTable', number: 'int', text: 'text' },
  sqlite: { module: 'sqlite-core', table: 'sqliteTable', number: 'integer', text: 'text' },
  turso: { module: 'sqlite-core', table: 'sqliteTable', number: 'integer', text: 'text' },
  singlestore: { module: 'singlestore-core', table: 'singlestoreTable', number: 'int', text: 'text' },
};

const STEPS = [
  { name: 'accounts', tables: 1, columns: ['name'], custom: false },
  { name: 'emails', tables: 1, columns: ['name', 'email'], custom: false },
  { name: 'fill', tables: 1, columns: ['name', 'email'], custom: true },
  { name: 'posts', tables: 2, columns: ['name', 'email'], custom: false },
] as const;
const WIDER = { tables: 3, columns: ['name', 'email'] };

function schemaText(dialect: Dialect, tables: number, columns: readonly string[]): string {
  const { module, table, number, text } = WORDS[dialect];
  const more = columns.map((name) => `, ${name}: ${text}('${name}')`).join('');
  const names = ['accounts', 'posts', 'comments'].slice(0, tables);
  return [
    `import { ${table}, ${number}, ${text} } from 'drizzle-orm/${module}';`,
    ...names.map(
      (name) => `export const ${name} = ${table}('${name}', { id: ${number}('id').primaryKey()${more} });`,
    ),
    '',
  ].join('\n');
}

/** Has the real drizzle-kit of each layout make a history of each dialect: seconds of work, done once. */
export async function makeRealHistories(): Promise<RealHistory[]> {
  const from = [DIALECTS, WORDS, STEPS, WIDER, kitOneModules()];
  const { made } = await madeFilesOnce('real-histories', from, async () => {
    const layouts = await Promise.all([
      make('journal', generateAsKit0),
      make('folders', generateAsKit1, kitOneModules()),
    ]);
    return { made: JSON.stringify(layouts.flat()) };
  });
  return JSON.parse(made!) as RealHistory[];
}

/** Runs generate for one step of all dialects, whose schemas lie in a folder each. */
type Generate = (cwd: string, name: string, custom: boolean) => Promise<unknown>;

async function make(layout: Layout, generate: Generate, modules?: string): Promise<RealHistory[]> {
  let made: RealHistory[] = [];
  await withWorkspace(
    { 'package.json': '{}' },
    async ({ dir, write, read }) => {
      for (const { name, tables, columns, custom } of STEPS) {
        for (const dialect of DIALECTS)
          write({ [`${dialect}/schema.ts`]: schemaText(dialect, tables, columns) });
        await generate(dir, name, custom);
      }
      made = DIALECTS.map((dialect) => ({
        layout,
        dialect,
        schema: read(`${dialect}/schema.ts`),
        widerSchema: schemaText(dialect, WIDER.tables, WIDER.columns),
        files: filesBelow(path.join(dir, dialect, 'drizzle'), 'drizzle'),
      }));
    },
    modules,
  );
  return made;
}

async function generateAsKit0(cwd: string, name: string, custom: boolean): Promise<void> {
  const bin = path.join(cwd, 'node_modules/drizzle-kit/bin.cjs');
  for (const dialect of DIALECTS) {
    const sides = [`--dialect=${dialect}`, `--schema=./${dialect}/schema.ts`, `--out=./${dialect}/drizzle`];
    await node(cwd, [bin, 'generate', ...sides, '--name', name, ...(custom ? ['--custom'] : [])]);
  }
}

/** drizzle-kit 1.0 can be called from a program: one process for all dialects. */
async function generateAsKit1(cwd: string, name: string, custom: boolean): Promise<void> {
  const sides = DIALECTS.map((dialect) => ({
    ...{ dialect, schema: `./${dialect}/schema.ts`, out: `./${dialect}/drizzle` },
    ...{ name, custom },
  }));
  await node(cwd, [
    '-e',
    `const { generate } = require('drizzle-kit/cli');
     (async () => { for (const side of ${JSON.stringify(sides)}) await generate(side); })();`,
  ]);
  // A folder's time is in seconds, and the next step is to have another.
  await setTimeout(1000);
}

async function node(cwd: string, args: readonly string[]): Promise<void> {
  const env = cleanEnvironment() as NodeJS.ProcessEnv;
  await promisify(execFile)(process.execPath, args, { cwd, env });
}
