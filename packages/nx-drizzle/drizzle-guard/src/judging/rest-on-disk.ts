import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { toTreePath } from '../files/tree-path';
import { tryGit } from '../git/git';
import type { DiskRead } from '../schema/protocol';
import type { State } from '../sources/state';
import type { Tree } from '../sources/tree';
import { shellWord } from '../text/shell-word';
import type { Session } from './session';

interface TreeRead extends DiskRead {
  /** In the Tree. */
  file: string;
}

/**
 * Lets an answer rest on what code read while it ran. It reads the disk, whichever state is judged: where that state has
 * other files there, the answer would be about something that is nowhere.
 *
 * @param tree notes what is asked of it
 * @throws GuardError `cannot-evaluate` where the state differs from the disk
 */
export async function restOnDisk(
  session: Session,
  at: State,
  tree: Tree,
  reads: readonly DiskRead[],
  onDisk: (absolute: string) => void,
): Promise<void> {
  for (const { path: absolute } of reads) onDisk(absolute);
  const inside = watchWhatWasRead(session, tree, reads);
  for (const read of inside) {
    // Asked of the work tree too: the answer is found again by what the Tree gave.
    const other = read.what === 'list' ? await otherInFolder(tree, read) : await otherFile(tree, read);
    if (other !== null && at.kind !== 'worktree') throw differs(tree, other);
  }
}

/** A change of what was read is a change of the answer. */
export function watchWhatWasRead(session: Session, tree: Tree, reads: readonly DiskRead[]): TreeRead[] {
  const inside = reads.flatMap((read) => {
    const file = pathIn(tree.root, read.path);
    return file === null ? [] : [{ ...read, file }];
  });
  session.answers.watch(inside.map(({ file, what }) => (what === 'list' ? `${file}/` : file)));
  for (const { file } of inside) if (file !== '') tree.has(file);
  return inside;
}

/** Null outside of the repository, and in what git keeps for itself. */
function pathIn(root: string, absolute: string): string | null {
  const roots = existsSync(root) ? [root, realpathSync(root)] : [root];
  const inside = roots.map((from) => toTreePath(from, absolute)).find((one) => !/^\.\.(\/|$)/.test(one));
  return inside === undefined || path.isAbsolute(inside) || /^\.git(\/|$)/.test(inside) ? null : inside;
}

async function otherFile(tree: Tree, { file, path: absolute }: TreeRead): Promise<string | null> {
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) return null;
  const bytes = await tree.read(file);
  if (bytes) return stats && readFileSync(absolute).equals(bytes) ? null : file;
  // What git ignores no state has: it is read as installed packages are.
  return stats && !isIgnored(tree.root, [file]) ? file : null;
}

async function otherInFolder(tree: Tree, { file, path: absolute }: TreeRead): Promise<string | null> {
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return null;
  const below = (name: string) => (file === '' ? name : `${file}/${name}`);
  const inTree = new Set(
    (await tree.list(file)).map((one) => one.slice(file === '' ? 0 : file.length + 1).split('/')[0]!),
  );
  const onDisk = readdirSync(absolute, { withFileTypes: true }).filter(({ name }) => name !== '.git');
  const gone = [...inTree].find((name) => !onDisk.some((entry) => entry.name === name));
  if (gone !== undefined) return below(gone);
  const more = onDisk.filter((entry) => entry.isFile() && !inTree.has(entry.name));
  return more.map(({ name }) => below(name)).find((one) => !isIgnored(tree.root, [one])) ?? null;
}

function isIgnored(root: string, files: readonly string[]): boolean {
  return tryGit(['check-ignore', '--quiet', '--', ...files], { cwd: root }) !== null;
}

function differs(tree: Tree, file: string): GuardError {
  return new GuardError(
    'cannot-evaluate',
    `${file} is read from the disk while the config or the schema runs, and is not there as it is in ${tree.label}`,
    `bring the two together (\`git add ${shellWord(file)}\`, or \`git restore ${shellWord(file)}\`), then run the command again`,
  );
}
