import { createHash } from 'node:crypto';
import path from 'node:path';
import { withRepository, type GitRun, type Repository } from 'testkit';
import { expect } from 'vitest';
import { inFolder, MIGRATIONS, shop, type Entry } from '../fixtures';

type Files = Record<string, string>;

/** One migration on top: a column as drizzle-kit would add it, or SQL written by hand. */
export interface Step {
  tag: string;
  /** Milliseconds; a day a step after those of MIGRATIONS by default. */
  when?: number;
  /** Of `entries`, or `users.<name>`. */
  column?: string;
  sql?: string;
}

const DAY = 24 * 60 * 60 * 1000;
const FIRST = Date.UTC(2026, 0, 6);

/** The schema with these columns (`users.title`, or of `entries`), each on a line of its own. */
export function schemaWith(...columns: string[]): string {
  const linesFor = (table: Table) =>
    columns
      .map(placeOf)
      .filter((place) => place.table === table)
      .map(({ name }) => `  ${name}: text('${name}'),\n`)
      .join('');
  return `import { integer, pgTable, text } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
${linesFor('users')}});

// Enough between the two tables that
// git merges a change of each
// without a conflict.

export const entries = pgTable('entries', {
  note: text('note').notNull(),
${linesFor('entries')}});
`;
}

type Table = 'users' | 'entries';

function placeOf(column: string): { table: Table; name: string } {
  const [table, name] = column.includes('.') ? column.split('.') : ['entries', column];
  return { table: table as Table, name: name! };
}

/** The package `db` with the migrations of `fixtures/drizzle`, a configuration and these files. */
export function db(more: Files = {}, configuration: object = {}): Files {
  return {
    'drizzle-guard.json': JSON.stringify(configuration),
    ...inFolder('db', shop({ 'package.json': '{ "name": "db" }', 'src/schema.ts': schemaWith() })),
    ...more,
  };
}

/**
 * What these steps on top of MIGRATIONS leave in `db`: schema, SQL, snapshots and journal, as drizzle-kit 0.31 writes
 * them (see fixtures.test.ts). The first continues 0002_first_entry.
 */
export function steps(...given: Step[]): Files {
  const files: Files = {};
  const journal = JSON.parse(MIGRATIONS['drizzle/meta/_journal.json']!) as { entries: Entry[] };
  let snapshot = JSON.parse(MIGRATIONS['drizzle/meta/0002_snapshot.json']!) as Snapshot;
  const columns: string[] = [];
  given.forEach(({ tag, when, column, sql }, index) => {
    const [prefix] = tag.split('_') as [string];
    const { _meta, sequences, roles, policies, views, ...rest } = structuredClone(snapshot);
    // In drizzle-kit's order, so that a merge has the conflicts that it has in life.
    snapshot = { ...rest, sequences, roles, policies, views, _meta, id: idOf(tag), prevId: snapshot.id };
    if (column !== undefined) {
      columns.push(column);
      const { table, name } = placeOf(column);
      snapshot.tables[`public.${table}`].columns[name] = {
        name,
        type: 'text',
        primaryKey: false,
        notNull: false,
      };
    }
    const idx = Number(prefix);
    journal.entries.push({ idx, version: '7', when: when ?? FIRST + index * DAY, tag, breakpoints: true });
    files[`db/drizzle/${tag}.sql`] = sql ?? addColumn(column!);
    files[`db/drizzle/meta/${prefix}_snapshot.json`] = JSON.stringify(snapshot, null, 2);
  });
  files['db/drizzle/meta/_journal.json'] = JSON.stringify(journal, null, 2);
  files['db/src/schema.ts'] = schemaWith(...columns);
  return files;
}

function addColumn(column: string): string {
  const { table, name } = placeOf(column);
  return `ALTER TABLE "${table}" ADD COLUMN "${name}" text;`;
}

interface Snapshot extends Record<'_meta' | 'sequences' | 'roles' | 'policies' | 'views', unknown> {
  id: string;
  prevId: string;
  tables: Record<`public.${Table}`, { columns: Record<string, object> }>;
}

function idOf(label: string): string {
  const hex = createHash('sha256').update(label).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The commit that HEAD is at. */
export function head({ prepare }: Repository): string {
  return prepare('rev-parse', 'HEAD');
}

/** What the hooks printed of a run, without what differs from run to run. */
export function words(run: GitRun, { dir }: Repository): string {
  return run.stderr
    .replaceAll(/\r|\u001b\[K/g, '\n')
    .replaceAll(path.dirname(dir), '<place>')
    .replaceAll(/\b[0-9a-f]{40}\b/g, '<commit>')
    .replaceAll(/\b[0-9a-f]{7,12}\b/g, '<commit>')
    .replaceAll(/\d{4}-\d\d-\d\d[ T][\d:.]+Z/g, '<time>')
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}

/** For a test that says nothing of the schema: evaluating it takes most of what a hook does. */
export const SCHEMA_ASIDE = { checks: { 'stale-schema': 'off' } };

/** A repository with `db`, committed on main, for a test of its own. */
export function withDb(
  use: (repository: Repository) => Promise<void> | void,
  more: Files = {},
  configuration: object = {},
): Promise<void> {
  return withRepository(db(more, configuration), use);
}

/** `feat` has committed the one, and `main` the other since; one of them is checked out. */
export function fork(
  { prepare, commit }: Repository,
  feat: Files,
  main: Files,
  checkedOut: 'feat' | 'main' = 'feat',
): void {
  prepare('checkout', '--quiet', '-b', 'feat');
  commit('Feature', feat);
  prepare('checkout', '--quiet', 'main');
  commit('Meanwhile', main);
  if (checkedOut === 'feat') prepare('checkout', '--quiet', 'feat');
}

/**
 * `main` and `feat` have each made a migration after 0002 (feat's is newer); `feat` is checked out.
 * Git merges the schema; only drizzle's own files conflict.
 */
export function forked(repository: Repository, mine: Step = MINE, theirs: Step = THEIRS): void {
  fork(repository, steps(mine), steps(theirs));
}

/** The same, where main's has landed on the remote, which `feat` has fallen behind. */
export function landedMeanwhile(repository: Repository, mine: Step = MINE): void {
  repository.addRemote();
  forked(repository, mine);
  repository.prepare('push', '--quiet', 'origin', 'main');
}

/** The same fork, and a merge of main that git left with conflicts in drizzle's files. */
export function conflicted(repository: Repository, mine: Step = MINE): void {
  forked(repository, mine);
  expect(repository.git(['merge', 'main'])).toMatchObject({ exitCode: 1, hooks: [] });
}

/** Stages everything as it is and tries to conclude the merge. */
export function conclude({ prepare, git }: Repository): GitRun {
  prepare('add', '.');
  return git(['commit', '--no-edit']);
}

/** Writes these files, stages everything and commits it as people do: with hooks. */
export function commitWithHooks(
  { write, prepare, git }: Repository,
  files: Files,
  message: string,
  env: Files = {},
): GitRun {
  write(files);
  prepare('add', '.');
  return git(['commit', '--message', message], { env });
}

export const THEIRS = { tag: '0003_tag', column: 'tag', when: FIRST } satisfies Step;
export const MINE = { tag: '0003_title', column: 'users.title', when: FIRST + DAY } satisfies Step;
