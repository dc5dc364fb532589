import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The git directory of a work tree (absolute; in a linked worktree its own, not the shared one), read from disk
 * because a process would cost more; null without git.
 */
export function findGitDir(root: string): string | null {
  const dotGit = path.join(root, '.git');
  const named = process.env['GIT_DIR'];
  if (named) return path.resolve(root, named);
  if (!existsSync(dotGit)) return null;
  if (existsSync(path.join(dotGit, 'HEAD'))) return dotGit;
  const link = /^gitdir: (.+)$/m.exec(readFileSync(dotGit, 'utf8'));
  return link ? path.resolve(root, link[1]!) : null;
}

/** Whether a merge is begun and not recorded, as git sees it: not yet while its hooks run. @param gitDir null where there is none */
export function isMerging(gitDir: string | null): boolean {
  return gitDir !== null && existsSync(path.join(gitDir, 'MERGE_HEAD'));
}
