import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../files/write-whole';
import { gitLine, tryGit } from './git';

/** An index as it was, conflicts among it. */
export interface KeptIndex {
  restore(): void;
  /** Takes the copy away. */
  forget(): void;
}

/** Keeps the index, also where this process ends: beside it. */
export function keepIndex(root: string): KeptIndex {
  const file = indexOf(root);
  if (existsSync(file)) writeWhole(copyOf(file), readFileSync(file));
  return keptIndex(root);
}

/** What was kept by a process that has ended. */
export function keptIndex(root: string): KeptIndex {
  const file = indexOf(root);
  const copy = copyOf(file);
  const bytes = existsSync(copy) ? readFileSync(copy) : null;
  return {
    restore() {
      if (!bytes) return;
      writeWhole(file, bytes);
      // Files that were written anew meanwhile count as changed else, and `git merge --abort` does not touch those.
      tryGit(['update-index', '-q', '--refresh'], { cwd: root });
    },
    forget: () => rmSync(copy, { force: true }),
  };
}

function indexOf(root: string): string {
  return path.resolve(root, gitLine(['rev-parse', '--git-path', 'index'], { cwd: root })!);
}

function copyOf(index: string): string {
  return `${index}.before-rebase`;
}
