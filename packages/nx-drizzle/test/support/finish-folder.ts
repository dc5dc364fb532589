import { existsSync, renameSync } from 'node:fs';

/**
 * Gives a finished folder its name, at once and whole. Another test file may have come first, which is as good.
 *
 * @throws what the file system says, where the folder is not there afterwards
 */
export function finishFolder(unfinished: string, finished: string): void {
  try {
    renameSync(unfinished, finished);
  } catch (error) {
    if (!existsSync(finished)) throw error;
  }
}
