import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  beginMerge,
  forgetKeptStates,
  git,
  IDENTITY,
  makeForkedRepository,
  mergeBranches,
} from './forked-repository.mjs';
import { BIN, NODE, NODE_START } from './programs.mjs';

/** @type {import('./forked-repository.mjs').Forked} */
const FORKED = { layout: 'journal', migrations: 180, branches: 2, each: 3 };
const REBASE = [NODE, BIN, 'rebase'];

/** Both sides about one table: else a hook judges by their names, and starts no shadow. */
const OF_ONE_TABLE = { ...FORKED, ofOneTable: true };

/** Neither is a state kept, nor what was told of one. */
function forgetVerdicts(dir) {
  rmSync(path.join(dir, '.git/drizzle-guard'), { recursive: true, force: true });
  forgetKeptStates(dir);
}

/** The same repository twice: where merges need nobody, and where they stop. In both a branch of notes is merged. */
function makeTwins(dir) {
  writeFileSync(path.join(dir, 'merge.sh'), MERGE_TEXT);
  for (const name of ['alone', 'asking']) {
    const clone = path.join(dir, name);
    mkdirSync(clone);
    makeForkedRepository(clone, { ...FORKED, branches: 1 });
    const files = { 'drizzle-guard.json': name === 'alone' ? '{ "onMerge": "rebase" }\n' : '{}\n' };
    files['.gitattributes'] = name === 'alone' ? 'drizzle/meta/*.json merge=drizzle-guard\n' : '\n';
    git(clone, 'checkout', '--quiet', 'branch-0');
    commit(clone, files);
    git(clone, 'checkout', '--quiet', '-b', 'notes');
    commit(clone, { 'notes.md': 'nothing about a database\n' });
    git(clone, 'checkout', '--quiet', 'branch-0');
    commit(clone, { 'more.md': 'nor here\n' });
    git(clone, 'tag', 'start');
    for (const hook of ['pre-merge-commit', 'post-merge', 'post-commit', 'pre-commit']) {
      const file = path.join(clone, '.git/hooks', hook);
      writeFileSync(file, `#!/bin/sh\nexec '${NODE}' '${BIN}' hook ${hook} "$@"\n`);
      chmodSync(file, 0o755);
    }
    execFileSync(NODE, [BIN, 'hook', 'install'], { cwd: clone, stdio: 'ignore' });
  }
}

function commit(dir, files) {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
  git(dir, 'add', '--all');
  git(dir, 'commit', '--quiet', '--no-verify', '--message', 'more');
}

/** Back to before the merge, in one process with it: that is the same for both. */
const MERGE_TEXT = `git reset -q --hard start && git ${IDENTITY.join(' ')} merge -q --no-edit notes\n`;
const MERGE = ['sh', '../merge.sh'];

/** @type {import('./measure.mjs').Bench[]} */
export const benches = [
  {
    name: 'rebase --dry-run, 180 migrations, 3 to move',
    command: [...REBASE, '--onto', 'branch-1', '--dry-run'],
    reference: NODE_START,
    budget: 6,
    setup(dir) {
      makeForkedRepository(dir, FORKED);
      git(dir, 'checkout', '--quiet', 'branch-0');
    },
  },
  {
    // What it writes is judged as a commit is; before that it is judged whether the two go together.
    name: 'rebase in a merge, 180 migrations, 3 to move, to a first verdict of such a merge',
    command: REBASE,
    in: 'moved',
    reference: [NODE, BIN, 'hook', 'pre-commit'],
    referenceIn: 'judged',
    budget: 2,
    setup(dir) {
      for (const name of ['moved', 'judged']) {
        mkdirSync(path.join(dir, name));
        makeForkedRepository(path.join(dir, name), OF_ONE_TABLE);
      }
      mergeBranches(path.join(dir, 'judged'), OF_ONE_TABLE);
    },
    before(dir) {
      beginMerge(path.join(dir, 'moved'), OF_ONE_TABLE);
      for (const name of ['moved', 'judged']) forgetVerdicts(path.join(dir, name));
    },
  },
  {
    name: 'git merge, no migrations on one side, "onMerge": "rebase", to without it',
    command: MERGE,
    in: 'alone',
    reference: MERGE,
    referenceIn: 'asking',
    budget: 1.1,
    setup: makeTwins,
  },
];
