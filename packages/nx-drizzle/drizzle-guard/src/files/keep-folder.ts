import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Remembers a folder of small text files so that what another program does there can be taken back.
 * Only the journal is ever rewritten by drizzle-kit 0.31; everything else it adds.
 *
 * @param dir the folder, from the root; it need not exist
 */
export function keepFolder(root: string, dir: string): { restore(): void } {
  const folder = path.join(root, dir);
  const existed = existsSync(folder);
  const before = new Set(filesBelow(folder));
  const journal = path.join(folder, 'meta/_journal.json');
  const text = existsSync(journal) ? readFileSync(journal) : null;
  return {
    restore() {
      if (!existed) {
        rmSync(folder, { recursive: true, force: true });
        return;
      }
      for (const file of filesBelow(folder))
        if (!before.has(file)) rmSync(file, { recursive: true, force: true });
      if (text !== null && !text.equals(readFileSync(journal))) writeFileSync(journal, text);
    },
  };
}

/** Files and folders, so that a folder that was not there is taken away too. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file));
}
