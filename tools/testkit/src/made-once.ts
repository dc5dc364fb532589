import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './paths';

/**
 * A folder that takes long to make and is the same in every run: below this repository's own node_modules.
 * @param name of the folder; another one for other content
 * @param make fills an empty folder
 * @returns where it is, absolute; it is to be read or copied, never written to
 */
export function madeOnce(name: string, make: (draft: string) => void): string {
  const cache = path.join(repositoryRoot, 'node_modules/.cache/testkit');
  const folder = path.join(cache, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // Several test files may come here at once: whole or not at all, and the first one stays.
  const draft = mkdtempSync(path.join(cache, 'draft-'));
  make(draft);
  try {
    renameSync(draft, folder);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}
