import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What this tool keeps beside the repository's files, and git is not to see. */
export const OWN_FOLDER = '.drizzle-guard';

/**
 * Makes a folder in it, where it is not there.
 * @param root absolute
 * @param name "backups"; "" for the folder itself
 * @returns absolute
 */
export function ownFolder(root: string, name: string): string {
  const folder = path.join(root, OWN_FOLDER);
  const wanted = path.join(folder, name);
  mkdirSync(wanted, { recursive: true });
  const ignore = path.join(folder, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  return wanted;
}
