import path from 'node:path';
import { pgliteDirectory, pgliteLock } from '../../engines/pglite';
import { unservedEngine } from '../../engines/registry';
import { locateSqlite } from '../../engines/sqlite/locate';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { toTreePath } from '../../files/tree-path';
import type { Git } from '../../git/simple-git';
import type { Layout } from '../../history/history';
import { readHistory } from '../../history/read-history';
import type { Evaluator } from '../../schema/evaluator';
import { kitLayoutAt } from '../../schema/kit';
import { readSettings, type Settings } from '../../schema/settings';
import type { Tree } from '../../sources/tree';
import type { Database } from '../../workspace/discover';
import type { InitDatabase } from '../facts';

/**
 * What init must know of one database. A config that cannot be evaluated is told of, never thrown: it may need
 * secrets that only its authors have.
 * @param git at the tree's root
 */
export async function readDatabase(
  git: Git,
  tree: Tree,
  database: Database,
  evaluator: () => Evaluator,
): Promise<InitDatabase> {
  const { name, dir } = database;
  const nothing = { unasked: null, carriageReturns: null, formatted: false, data: [], unignoredData: [] };
  try {
    const settings = await readSettings(tree, database, evaluator);
    const data = dataOf(tree.root, settings);
    const layout = await layoutOf(tree, settings);
    return {
      name,
      dir,
      out: settings.out,
      layout,
      problem: null,
      unasked: unservedEngine(settings),
      carriageReturns: await findCarriageReturns(git, settings.out),
      formatted: !(await ignoredByPrettier(git, tree.root, settings.out, layout)),
      data,
      unignoredData: await unignored(git, data),
    };
  } catch (thrown) {
    const problem = failureOf(thrown).message.split('\n')[0]!;
    return { name, dir, out: null, layout: 'journal', problem, ...nothing };
  }
}

async function layoutOf(tree: Tree, { out, cwd }: Settings): Promise<Layout> {
  const { files, layout } = await readHistory(tree, out);
  return files.length > 0 ? layout : (kitLayoutAt(path.join(tree.root, cwd)) ?? layout);
}

/** The first committed (or staged) migration whose bytes have Windows line ends. */
async function findCarriageReturns(git: Git, out: string): Promise<string | null> {
  const { text } = await git.ask('ls-files', '--eol', '-z', '--', `:(literal)${out}`);
  const entry = text.split('\0').find((line) => /^i\/(?:crlf|mixed)\s/.test(line) && line.endsWith('.sql'));
  return entry === undefined ? null : entry.slice(entry.indexOf('\t') + 1);
}

/** prettier goes by .prettierignore and by .gitignore, both in git's own language; so git can tell. */
async function ignoredByPrettier(git: Git, root: string, out: string, layout: Layout): Promise<boolean> {
  const names =
    layout === 'folders' ? ['0_x/migration.sql', '0_x/snapshot.json'] : ['0_x.sql', 'meta/_journal.json'];
  const files = names.map((name) => `${out}/${name}`);
  const excludes = `core.excludesFile=${path.join(root, '.prettierignore')}`;
  const { text } = await git.ask('-c', excludes, 'check-ignore', '--no-index', '--', ...files);
  // One line a file that is ignored, quoted where its name is odd.
  return text.split('\n').filter((line) => line !== '').length === files.length;
}

/** Where a database that lies in the work tree keeps its data, and the lock beside it. */
function dataOf(root: string, settings: Settings): string[] {
  const folder = path.join(root, settings.cwd);
  const data = settings.driver === 'pglite' ? pgliteData(folder, settings) : sqliteData(folder, settings);
  return data
    .map((one) => `${toTreePath(root, one)}${one.endsWith(path.sep) ? '/' : ''}`)
    .filter((one) => one !== '/' && !one.startsWith('..') && !path.isAbsolute(one));
}

function pgliteData(folder: string, { credentials }: Settings): string[] {
  const url = credentials?.['url'];
  if (typeof url !== 'string' || /^(?!file:)\w+:\/\//.test(url)) return [];
  const directory = pgliteDirectory(folder, url);
  return [`${directory}${path.sep}`, pgliteLock(directory)];
}

/** SQLite's own files beside the database are there while it is open, or after a crash. */
function sqliteData(folder: string, { dialect, driver, credentials }: Settings): string[] {
  if ((dialect !== 'sqlite' && dialect !== 'turso') || driver !== null) return [];
  try {
    const place = locateSqlite(folder, dialect, credentials);
    if (place.kind !== 'file') return [];
    return ['', '-journal', '-wal', '-shm', '.lock'].map((ending) => `${place.file}${ending}`);
  } catch (thrown) {
    if (thrown instanceof GuardError) return [];
    throw thrown;
  }
}

/** A folder is asked about by a file in it, because it may not be there yet. */
async function unignored(git: Git, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const one of paths) {
    const probe = one.endsWith('/') ? `${one}PG_VERSION` : one;
    const { ok } = await git.ask('check-ignore', '--quiet', '--no-index', '--', probe);
    if (!ok) found.push(one);
  }
  return found;
}
