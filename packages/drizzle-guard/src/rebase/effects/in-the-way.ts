import { downFileOf } from '../../history/down-file';
import { journalFileOf, type Migration } from '../../history/history';
import { unresolvedFiles } from '../../git/unresolved';
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
  let open: Set<string> | undefined;
  const isOpen = (file: string) => (open ??= new Set(unresolvedFiles(session.root))).has(file);
  const moving = new Set(own.flatMap((one) => [one.sqlFile, one.snapshotFile, downFileOf(one)]));
  const judged = [...files].map(async ([file, after]): Promise<Refusal | null> => {
    // A snapshot is worked out, by whomever; SQL is not.
    if (file === journalFileOf(out) || file.endsWith('snapshot.json')) return null;
    const there = textOf(await disk.read(file));
    if (there === undefined || there === textOf(after ?? undefined)) return null;
    const sides = [theirs, ...(moving.has(file) ? [mine] : [])];
    const known = await Promise.all(sides.map(async ({ tree }) => textOf(await tree.read(file))));
    const isMarked = /^<<<<<<< /m.test(there) && /^>>>>>>> /m.test(there);
    if (isMarked || known.includes(there) || isOpen(file)) return null;
    return {
      ...{ migration: null, with: null },
      reason: `${file} is on disk as no side has it, and would be written over`,
      help: `commit it on its branch, or move it away; then run \`drizzle-guard rebase\` again`,
    };
  });
  return (await Promise.all(judged)).filter((one) => one !== null);
}

/** Git may give a file other line ends on disk. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n');
}
