import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from '../../files/write-whole';
import { downFileOf } from '../../history/down-file';
import { nameIn, type History } from '../../history/history';

/** SQL that takes a migration back, written by hand. Paths are from the root. */
export interface DownFile {
  file: string;
  text: string;
  /** The folder that up makes of its migration. */
  folder: string;
}

/** Those of a folder in the journal layout: drizzle-kit's up leaves them behind, or takes them away. */
export function downFilesOf(root: string, history: History): DownFile[] {
  if (history.layout === 'folders') return [];
  return history.migrations.flatMap((migration) => {
    const file = downFileOf(migration);
    const at = path.join(root, file);
    if (!existsSync(at)) return [];
    return [{ file, text: readFileSync(at, 'utf8'), folder: nameIn('folders', migration, history) }];
  });
}

/** Puts each into the folder of its migration, where up has made one; else back where it was. */
export function moveDownFiles(root: string, out: string, downs: readonly DownFile[]): void {
  for (const { file, text, folder } of downs) {
    const own = path.join(root, out, folder);
    if (existsSync(own)) {
      writeWhole(path.join(own, 'down.sql'), text);
      rmSync(path.join(root, file), { force: true });
    } else if (!existsSync(path.join(root, file))) writeWhole(path.join(root, file), text);
  }
}
