import { rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import { dropMergeDriver } from '../../git/merge-driver';
import type { Git } from '../../git/simple-git';
import type { UndoEdits } from '../plan-undo';

/**
 * What taking init out does beside the edits, which are written: git's hooks path and merge driver, husky's own scripts,
 * and the folders that are empty then.
 * @param git at `root`
 * @param root absolute
 * @throws GuardError `git-failed`
 */
export async function finishUndo(git: Git, root: string, plan: UndoEdits): Promise<void> {
  if (plan.hooksPath !== undefined) {
    const words =
      plan.hooksPath === null ? ['--unset-all', 'core.hooksPath'] : ['core.hooksPath', plan.hooksPath];
    const { ok, text } = await git.ask('config', '--local', ...words);
    if (!ok)
      throw new GuardError(
        'git-failed',
        `the files were put back, but core.hooksPath was not: ${text}`,
        `run \`git config --local ${words.join(' ')}\``,
      );
  }
  if (plan.hasMergeDriver) dropMergeDriver(root);
  if (plan.generated !== null) rmSync(path.join(root, plan.generated), { recursive: true, force: true });
  const gone = plan.edits.filter(({ after }) => after === null).map(({ file }) => path.dirname(file));
  for (const folder of new Set(gone)) if (folder !== '.') removeIfEmpty(path.join(root, folder));
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
}
