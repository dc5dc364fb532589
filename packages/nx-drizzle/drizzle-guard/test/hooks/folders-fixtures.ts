import {
  kitOneModules,
  madeFilesOnce,
  withRepository,
  withWorkspace,
  type Repository,
  type Workspace,
} from 'testkit';
import { beforeAll } from 'vitest';
import { CONFIG, inFolder } from '../fixtures';
import { fork, schemaWith } from './fixtures';

type Files = Record<string, string>;

/** What a migration adds to the state before it: a column (see `schemaWith`), or SQL written by hand. */
interface Addition {
  column?: string;
  sql?: string;
}

const ADDITIONS = {
  tag: { column: 'tag' },
  author: { column: 'author' },
  title: { column: 'users.title' },
  fill: { sql: `UPDATE "entries" SET "note" = 'none' WHERE "note" = '';\n` },
} satisfies Record<string, Addition>;

export type Name = keyof typeof ADDITIONS;

const START = '20260101000000_start';

/** Of each migration its two files, as drizzle-kit 1.0 writes them after the first one: "tag/sql", "tag/snapshot". */
let made: Files = {};

export function madeByKitOne(): void {
  beforeAll(async () => {
    made = await madeFilesOnce('folders', [ADDITIONS, schemaWith()], makeAll);
  });
}

async function makeAll(): Promise<Files> {
  await withWorkspace(
    inFolder('db', { ...PACKAGE, 'src/schema.ts': schemaWith() }),
    (workspace) => {
      made = { ...made, ...generated(workspace, {}, 'start') };
      workspace.write(folderOf(START, 'start'));
      for (const [name, addition] of Object.entries<Addition>(ADDITIONS))
        made = { ...made, ...generated(workspace, addition, name) };
    },
    kitOneModules(),
  );
  return made;
}

const PACKAGE = { 'package.json': '{ "name": "db" }', 'drizzle.config.ts': CONFIG };

function generated(workspace: Workspace, { column, sql }: Addition, name: string): Files {
  workspace.write({ 'db/src/schema.ts': schemaWith(...(column === undefined ? [] : [column])) });
  const custom = sql === undefined ? [] : ['--custom'];
  const run = workspace.bin(['generate', '--name', name, ...custom, '--json']);
  if (run.exitCode !== 0) throw new Error(run.stdout + run.stderr);
  const { migration } = run.json().databases[0].generated[0];
  const folder = `db/drizzle/${migration}`;
  const files = {
    [`${name}/sql`]: sql ?? workspace.read(`${folder}/migration.sql`),
    [`${name}/snapshot`]: workspace.read(`${folder}/snapshot.json`),
  };
  workspace.remove(folder);
  return files;
}

function folderOf(tag: string, name: string): Files {
  return {
    [`db/drizzle/${tag}/migration.sql`]: made[`${name}/sql`]!,
    [`db/drizzle/${tag}/snapshot.json`]: made[`${name}/snapshot`]!,
  };
}

/** A migration that continues the first one, made on this day of January 2026, with its schema. */
export function step(name: Name, day: number): Files {
  const { column }: Addition = ADDITIONS[name];
  return {
    ...folderOf(tagOf(name, day), name),
    ...(column === undefined ? {} : { 'db/src/schema.ts': schemaWith(column) }),
  };
}

export function tagOf(name: Name, day: number): string {
  return `202601${String(day).padStart(2, '0')}000000_${name}`;
}

/** A repository with `db` in the folders layout and drizzle-kit 1.0, its first migration committed on main. */
export function withFoldersDb(
  use: (repository: Repository) => Promise<void> | void,
  configuration: object = {},
): Promise<void> {
  const files = {
    'drizzle-guard.json': JSON.stringify(configuration),
    ...inFolder('db', { ...PACKAGE, 'src/schema.ts': schemaWith() }),
    ...folderOf(START, 'start'),
  };
  return withRepository(files, use, kitOneModules());
}

/** main has landed `theirs` on its remote since `feat`, which is checked out, made `mine`. */
export function forkedFolders(repository: Repository, mine: Files, theirs: Files): void {
  repository.addRemote();
  fork(repository, mine, theirs);
  repository.prepare('push', '--quiet', 'origin', 'main');
}

/** The folders of the migrations after the first one. */
export function foldersOf({ prepare }: Repository): string[] {
  const files = prepare('ls-files', 'db/drizzle').split('\n');
  return [...new Set(files.map((file) => file.split('/')[2]!))].filter((folder) => folder !== START);
}
