import path from 'node:path';
import { abortMerge, beginMerge } from '../../git/begin-merge';
import { stage } from '../../git/stage';
import { removeEmpty } from '../../files/remove-empty';
import { writeEdits } from '../../files/write-edits';
import { unresolvedFiles } from '../../git/unresolved';
import { workTree } from '../../sources/work-tree';
import type { Place } from '../../judging/session';
import type { Setting } from './find-setting';
import { differingFrom, type Files } from './place-files';
import { noteBefore, takeBackUnfinished } from './unfinished';

/**
 * Writes the files of all plans or none. Where the other side is not merged yet, that is begun first; what is written is
 * staged then, and in the middle of anything else of git's too. Nothing is committed.
 *
 * @param more what belongs to it: until that is over, the next run takes back what one that was killed has written
 * @returns the files that are not what they were
 * @throws GuardError `cannot-write`, `git-failed`, and what `more` throws; everything is as it was then
 */
export async function writePlans(
  { root, gitDir }: Place,
  setting: Setting,
  files: Files,
  more: () => Promise<void> = async () => undefined,
): Promise<string[]> {
  // Noted after it: whoever is killed in between leaves a merge that git has begun, and nothing else.
  if (setting.kind === 'ahead') beginMerge(root, setting.base.name);
  try {
    const isDone = await noteBefore(root, gitDir, files);
    const differing = await differingFrom(files, workTree(root));
    writeEdits(
      root,
      [...differing].map(([file, after]) => ({ file, after })),
      'drizzle-guard rebase',
    );
    for (const [file, after] of differing)
      if (after === null) removeEmpty(path.dirname(path.join(root, file)));
    if (setting.kind !== 'behind') stage(root, [...files.keys()]);
    await more();
    isDone();
    return [...differing.keys()].sort();
  } catch (thrown) {
    await takeBackUnfinished(root, gitDir);
    if (setting.kind === 'ahead') abortMerge(root);
    throw thrown;
  }
}

/** Files that people have to settle, because the migrations say nothing of them. */
export function leftInConflict(root: string, setting: Setting): string[] {
  return setting.kind === 'behind' ? [] : unresolvedFiles(root);
}
