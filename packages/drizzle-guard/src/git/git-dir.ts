import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gitLine } from './git';

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

/** The shared directory that holds the refs: in a linked worktree the main one's. */
function commonDirOf(gitDir: string): string {
  const file = path.join(gitDir, 'commondir');
  return existsSync(file) ? path.resolve(gitDir, readFileSync(file, 'utf8').trim()) : gitDir;
}

/** The commit that a full ref name (`refs/remotes/origin/main`) points at, or null. */
export function readRef(root: string, gitDir: string, ref: string): string | null {
  const loose = path.join(commonDirOf(gitDir), ref);
  const text = existsSync(loose) ? readFileSync(loose, 'utf8').trim() : '';
  if (/^[0-9a-f]{40,64}$/.test(text)) return text;
  // Packed, symbolic or in a reftable.
  return gitLine(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { cwd: root });
}
