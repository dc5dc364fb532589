import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../files/write-whole';
import type { HookCall } from './hook';

/**
 * What pre-merge-commit has staged and git does not record: the tree of the merge was written before (git 2.39,
 * builtin/merge.c). post-merge puts it into the commit.
 */
export interface MergeNote {
  /** The parents that the merge will have, HEAD first. */
  parents: string[];
  /** What the index has. */
  tree: string;
  /** What was moved, in words. */
  moved: string[];
}

type Where = Pick<HookCall, 'gitDir'>;

export function hasNote(where: Where): boolean {
  return existsSync(fileIn(where));
}

/** Null where there is none, or what is there says nothing. */
export function readNote(where: Where): MergeNote | null {
  if (!hasNote(where)) return null;
  try {
    return JSON.parse(readFileSync(fileIn(where), 'utf8')) as MergeNote;
  } catch {
    return null;
  }
}

export function writeNote(where: Where, note: MergeNote): void {
  writeWhole(fileIn(where), JSON.stringify(note));
}

export function forgetNote(where: Where): void {
  rmSync(fileIn(where), { force: true });
}

/** A linked worktree has a git directory, and so a note, of its own. */
function fileIn({ gitDir }: Where): string {
  return path.join(gitDir, 'drizzle-guard', 'merge.json');
}
