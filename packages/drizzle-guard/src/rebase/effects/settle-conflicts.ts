import { journalFileOf } from '../../history/history';
import { unresolvedFiles } from '../../git/unresolved';
import { isOfMigrations } from '../../judging/migration-paths';
import type { Files } from './place-files';
import type { Rebasing } from './rebasing';

/**
 * With the files of the folder that stand in conflict only because of the migrations: as theirs has them. Of a folder in which
 * nothing moves it is the journal, too, in which git may have put lines of both.
 */
export async function settleConflicts(
  { session, folder: { out }, theirs }: Rebasing,
  planned: Files,
): Promise<Files> {
  const tree = await session.tree(theirs.at);
  const open = unresolvedFiles(session.root).filter((file) => isOfMigrations(out, file));
  const files: Files = new Map(planned);
  for (const file of [...open, journalFileOf(out)]) {
    if (files.has(file)) continue;
    const bytes = await tree.read(file);
    if (bytes) files.set(file, bytes);
  }
  return files;
}
