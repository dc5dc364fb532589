import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { filesInFolders, filesInJournal } from './grown-history.mjs';
import { repositoryRoot } from './programs.mjs';

/**
 * @typedef {object} Forked
 * @property {'journal' | 'folders'} layout
 * @property {number} migrations how many all branches begin with
 * @property {number} branches how many there are: `branch-0`, `branch-1`, …, beside `main`
 * @property {number} each how many migrations each of them has of its own
 * @property {boolean} [ofOneTable] whether all of them are about one table; else each branch makes one
 */

/**
 * A git repository with one database and branches that went apart after the same history; everything committed, `main`
 * checked out. Any two of the branches go together.
 * @param {string} dir
 * @param {Forked} forked
 */
export function makeForkedRepository(dir, forked) {
  installPackages(dir, forked.layout);
  writeFiles(dir, {
    '.gitignore': 'node_modules\n',
    'package.json': '{ "name": "bench" }\n',
    'drizzle.config.ts':
      "export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle' };\n",
    ...filesWith(forked, []),
  });
  git(dir, 'init', '--quiet', '--initial-branch=main');
  commitAll(dir);
  // As in a clone: what all branches begin with is in a pack, and only what was committed here lies loose.
  git(dir, 'repack', '-a', '-d', '--quiet');
  for (let branch = 0; branch < forked.branches; branch += 1) {
    git(dir, 'checkout', '--quiet', '-b', `branch-${branch}`, 'main');
    writeFiles(dir, filesWith(forked, [branch], true));
    commitAll(dir);
  }
  git(dir, 'checkout', '--quiet', 'main');
}

/**
 * Leaves a merge of two branches to be concluded: its result is in the index, with all migrations of both.
 * @param {string} dir of `makeForkedRepository`
 * @param {Forked} forked
 */
export function mergeBranches(dir, forked) {
  beginMerge(dir, forked);
  // A journal names each migration by its number, so that those of the branch that is checked out are made again.
  rmSync(path.join(dir, 'drizzle'), { recursive: true });
  writeFiles(dir, filesWith(forked, [1, 0]));
  git(dir, 'add', '--all');
}

/**
 * Begins the merge of two branches, of which drizzle's own files are left in conflict in the journal layout.
 * @param {string} dir of `makeForkedRepository`
 * @param {Forked} forked
 */
export function beginMerge(dir, forked) {
  git(dir, 'reset', '--quiet', '--hard');
  git(dir, 'checkout', '--quiet', 'branch-0');
  spawnSync('git', ['merge', '--quiet', '--no-commit', 'branch-1'], { cwd: dir, stdio: 'ignore' });
  // Both sides add a table at its end.
  writeFiles(dir, { 'schema.ts': filesWith(forked, [1, 0])['schema.ts'] });
  git(dir, 'add', 'schema.ts');
}

/**
 * @param {Forked} forked
 * @param {readonly number[]} branches those that are in, in this order
 * @param {boolean} [isThere] whether the history before them is
 */
function filesWith({ layout, migrations, each, ofOneTable }, branches, isThere) {
  const history = Array.from({ length: migrations }, (_, at) => ofHistory(at));
  const sides = branches.map((branch) =>
    Array.from({ length: each }, (_, at) => ofBranch(branch, at, each, ofOneTable)),
  );
  return layout === 'journal'
    ? filesInJournal(history, sides, isThere)
    : filesInFolders(history, sides, isThere);
}

/** A table, and four columns of it, one a migration. */
function ofHistory(at) {
  const table = `t${Math.floor(at / 5)}`;
  return { at, table, column: at % 5 === 0 ? null : `c${at}`, id: idOf(`history ${at}`) };
}

/** A table and columns of it, or columns of one of the history. */
function ofBranch(branch, at, each, ofOneTable = false) {
  const made = ofOneTable
    ? { table: 't0', column: `b${branch}_${at}` }
    : { table: `b${branch}`, column: at === 0 ? null : `c${at}` };
  return { ...made, at: branch * each + at, id: idOf(`branch ${branch} ${at}`) };
}

function idOf(label) {
  const hex = createHash('sha256').update(label).digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

/** With a PGlite of its own, and so with its own place for what is kept. */
function installPackages(dir, layout) {
  const modules = path.join(dir, 'node_modules');
  const installed = path.join(repositoryRoot, 'node_modules');
  const pglite = '@electric-sql/pglite';
  cpSync(path.join(installed, pglite), path.join(modules, pglite), { recursive: true, dereference: true });
  const { resolve } = createRequire(path.join(repositoryRoot, 'tools/testkit/package.json'));
  for (const name of ['drizzle-kit', 'drizzle-orm'])
    if (layout === 'journal') symlinkSync(path.join(installed, name), path.join(modules, name));
    else
      cpSync(path.dirname(resolve(`${name}-1`)), path.join(modules, name), {
        recursive: true,
        dereference: true,
      });
}

function writeFiles(dir, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function commitAll(dir) {
  git(dir, 'add', '--all');
  git(dir, 'commit', '--quiet', '--message', 'all');
}

/** Who commits. */
export const IDENTITY = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org', '-c', 'gc.auto=0'];

export function git(dir, ...args) {
  execFileSync('git', [...IDENTITY, ...args], { cwd: dir, stdio: 'ignore' });
}

/** Where shadows of such a repository keep what they begin with. */
export const KEPT = 'node_modules/.cache/drizzle-guard';

/** Takes out the states that shadows have kept, and leaves what each begins with. */
export function forgetKeptStates(dir) {
  const folder = path.join(dir, KEPT);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (name.startsWith('pglite-state-')) rmSync(path.join(folder, name));
}
