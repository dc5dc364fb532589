import path from 'node:path';
import { findGitDir } from '../../git/git-dir';
import { isInOperation } from '../../git/operation';
import type { DatabaseResult } from '../../results/command-result';
import { shellWord } from '../../text/shell-word';

/**
 * What is typed after a migration was generated: `git commit --all` leaves out what is new. Nothing outside git, nor in the
 * middle of an operation, whose own steps say it.
 */
export function stagingOf(root: string, out: string, cwd: string): Pick<DatabaseResult, 'next'> {
  if (findGitDir(root) === null || isInOperation(root)) return {};
  // Nx runs a target in the package's folder, wherever the one who typed it stands.
  const from = process.env['NX_TASK_TARGET_PROJECT'] ? root : cwd;
  const place = path.relative(from, path.join(root, out)).replaceAll(path.sep, '/');
  return { next: { notes: [], steps: [`git add ${shellWord(place || '.')}`] } };
}
