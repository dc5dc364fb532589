import { downFileOf } from '../../history/down-file';
import { journalFileOf, type Migration } from '../../history/history';
import { unresolvedFiles } from '../../judging/going-on';
import type { Refusal } from '../refusal';
import type { Files } from './place-files';
import type { Held } from './read-steps';
import type { Rebasing } from './rebasing';

/**
 * Files that would be written over or taken out although what they hold is in no side: somebody has changed them since, or has put
 * a file of that name there. The journal is a list of what both sides have.
 */
export async function inTheWay(
  { session, folder: { out } }: Rebasing,
  { mine, theirs, own, files }: { mine: Held; theirs: Held; own: readonly Migration[]; files: Files },
): Promise<Refusal[]> {
  const disk = await session.tree({ kind: 'worktree' });
  const open = new Set([journalFileOf(out), ...unresolvedFiles(session.root)]);
  const moving = new Set(own.flatMap((one) => [one.sqlFile, one.snapshotFile, downFileOf(one)]));
  const refusals: Refusal[] = [];
  for (const [file, after] of files) {
    // A snapshot is worked out, by whomever; SQL is not.
    const isTold = open.has(file) || file.endsWith('snapshot.json');
    const there = isTold ? undefined : textOf(await disk.read(file));
    if (there === undefined || there === textOf(after ?? undefined)) continue;
    const known = [textOf(await theirs.tree.read(file))];
    if (moving.has(file)) known.push(textOf(await mine.tree.read(file)));
    const isMarked = /^<<<<<<< /m.test(there) && /^>>>>>>> /m.test(there);
    if (isMarked || known.includes(there)) continue;
    refusals.push({
      ...{ migration: null, with: null },
      reason: `${file} is on disk as no side has it, and would be written over`,
      help: `commit it on its branch, or move it away; then run \`drizzle-guard rebase\` again`,
    });
  }
  return refusals;
}

/** Git may give a file other line ends on disk. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n');
}
