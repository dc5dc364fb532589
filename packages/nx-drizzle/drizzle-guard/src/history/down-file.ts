import { baseName, folderOf, join } from '../text/paths';
import type { Migration } from './history';

const [UP, DOWN] = ['.sql', '.down.sql'];

/** Where SQL that takes a migration back is written by hand: beside its own, as `<tag>.down.sql`, or `down.sql`. */
export function downFileOf({ sqlFile }: Pick<Migration, 'sqlFile'>): string {
  return baseName(sqlFile) === 'migration.sql'
    ? join(folderOf(sqlFile), 'down.sql')
    : `${sqlFile.slice(0, -UP.length)}${DOWN}`;
}

/** Whether a file is written to take a migration back, by its name, in either layout. */
export function isDownFile(file: string): boolean {
  return file.endsWith(DOWN) || baseName(file) === 'down.sql';
}

/** The SQL that a file is written to take back, by its name; null for any other file. */
export function takenBackBy(file: string): string | null {
  return file.endsWith(DOWN) ? `${file.slice(0, -DOWN.length)}${UP}` : null;
}

/**
 * The SQL files of a folder that stand for themselves: what takes another of them back belongs to that.
 * @param files those that lie directly in it
 * @param listed the SQL files of its migrations, whether they are there or not
 */
export function standingAlone(files: readonly string[], listed: readonly string[]): string[] {
  const migrations = new Set(listed);
  const known = new Set([...files, ...listed]);
  return files.filter((file) => {
    const of = takenBackBy(file);
    return of === null || migrations.has(file) || !known.has(of);
  });
}
