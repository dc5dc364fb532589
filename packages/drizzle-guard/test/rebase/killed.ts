import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isLong, type Repository } from 'testkit';

const PRELOAD = path.join(__dirname, '../support/kill-at-write.cjs');

/** The environment in which a run of the bin is ended at its n-th write; 0 ends it at none. */
export function killedAt({ dir }: Repository, words: string, at: number): Record<string, string> {
  return {
    NODE_OPTIONS: `--require ${PRELOAD}`,
    ...{ KILL_IN: words, KILL_AT: `${at}`, KILL_BELOW: dir, KILL_LIST: listOf(dir) },
  };
}

function listOf(dir: string): string {
  return path.join(path.dirname(dir), 'writes');
}

/** What was written since this was asked the last time, in order. */
export function writesIn({ dir }: Repository): string[] {
  const file = listOf(dir);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  rmSync(file, { force: true });
  return lines;
}

/** All of the places, or the first, the last and some between. */
export function placesIn(writes: readonly string[], atMost = 3): number[] {
  const all = writes.map((_, at) => at + 1);
  if (isLong || all.length <= atMost) return all;
  return Array.from({ length: atMost }, (_, at) => all[Math.floor((at * (all.length - 1)) / (atMost - 1))]!);
}

let copies = 0;

/** Keeps the repository as it is now. @returns what makes it so again */
export function kept({ dir, git }: Repository): () => void {
  const copy = path.join(path.dirname(dir), `kept-${copies++}`);
  const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true };
  cpSync(dir, copy, options);
  return () => {
    rmSync(dir, { recursive: true, force: true });
    cpSync(copy, dir, options);
    // Other files with the same bytes, to git.
    git(['update-index', '-q', '--refresh']);
  };
}

/** The bytes of all files, what is staged, and what git is in the middle of. */
export interface Everything {
  files: Record<string, string>;
  folders: string[];
  staged: string[];
  heads: (string | null)[];
}

export function everythingIn({ dir, prepare }: Repository): Everything {
  const files: Record<string, string> = {};
  const folders: string[] = [];
  const look = (folder: string) => {
    for (const entry of readdirSync(path.join(dir, folder), { withFileTypes: true })) {
      const file = path.posix.join(folder, entry.name);
      if (['.git', 'node_modules', 'db/.pglite'].includes(file)) continue;
      if (!entry.isDirectory()) files[file] = readFileSync(path.join(dir, file), 'latin1');
      else {
        folders.push(file);
        look(file);
      }
    }
  };
  look('');
  const headOf = (name: string) => {
    const file = path.join(dir, '.git', name);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  };
  return {
    files,
    folders: folders.sort(),
    staged: prepare('ls-files', '--stage').split('\n'),
    heads: [prepare('rev-parse', 'HEAD'), headOf('MERGE_HEAD'), headOf('REBASE_HEAD')],
  };
}
