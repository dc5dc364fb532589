import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { removeEmpty } from '../../files/remove-empty';
import { writeEdits } from '../../files/write-edits';
import { draftOf, writeWhole } from '../../files/write-whole';
import { commitOf } from '../../git/base';
import { keepIndex, keptIndex } from '../../git/keep-index';
import { readOperation } from '../../git/operation';
import { workTree } from '../../sources/work-tree';
import { giveUp } from './given-up';
import type { Files } from './place-files';

/** What was there before a rebase began to write: enough to take it back, whenever it was killed. */
interface Note {
  head: string | null;
  /** What git was in the middle of. */
  during: string;
  /** Of the process that writes. */
  pid: number;
  /** In base64; null where there was no file, or is to be none. */
  files: { file: string; before: string | null; after: string | null }[];
}

const noteOf = (gitDir: string) => path.join(gitDir, 'drizzle-guard/rebase.json');

/** Notes what is about to be written. @returns what takes the note away, once all of it is there */
export async function noteBefore(root: string, gitDir: string, files: Files): Promise<() => void> {
  const tree = workTree(root);
  const index = keepIndex(root);
  const noted: Note['files'] = [];
  for (const [file, after] of files)
    noted.push({ file, before: inBase64(await tree.read(file)), after: inBase64(after) });
  const note: Note = { ...placeIn(root, gitDir), pid: process.pid, files: noted };
  writeWhole(noteOf(gitDir), JSON.stringify(note));
  return () => {
    rmSync(noteOf(gitDir), { force: true });
    index.forget();
  };
}

/**
 * Takes back what a rebase has written that was killed before it had written all. Where somebody has changed one of the files
 * since, all of them are theirs, and stay. Where git is not in the middle of the same any more, as after `git merge --abort`,
 * what the index knows nothing of is taken away.
 * @returns whether there was something to take back
 */
export async function takeBackUnfinished(root: string, gitDir: string): Promise<boolean> {
  const file = noteOf(gitDir);
  if (!existsSync(file)) return false;
  const { head, during, pid, files } = JSON.parse(readFileSync(file, 'utf8')) as Note;
  const index = keptIndex(root);
  for (const one of files) rmSync(draftOf(path.join(root, one.file), pid), { force: true });
  const states = await Promise.all(files.map((one) => stateOf(root, one)));
  const now = placeIn(root, gitDir);
  const isThere = head === now.head && during === now.during;
  const isOurs = isThere && !states.includes('theirs');
  if (isOurs) {
    const before = files.map((one) => ({ file: one.file, after: bytesOf(one.before) }));
    writeEdits(root, before, 'drizzle-guard rebase');
    for (const one of before) if (one.after === null) removeEmpty(path.dirname(path.join(root, one.file)));
    index.restore();
  } else if (!isThere) {
    const written = files.filter(
      // A file that is missing later on may be missed by somebody else's will.
      ({ after }, position) => states[position] === 'after' && (after !== null || head === now.head),
    );
    giveUp(
      root,
      written.map((one) => one.file),
    );
  }
  rmSync(file, { force: true });
  index.forget();
  return isOurs;
}

/** Whether a file holds what was there before, what was to be there, or something of somebody else's. */
async function stateOf(
  root: string,
  { file, before, after }: Note['files'][number],
): Promise<'before' | 'after' | 'theirs'> {
  const now = inBase64(await workTree(root).read(file));
  return now === before ? 'before' : now === after ? 'after' : 'theirs';
}

function placeIn(root: string, gitDir: string): Pick<Note, 'head' | 'during'> {
  const operation = readOperation(gitDir, process.env);
  const commits = 'others' in operation ? operation.others : 'picked' in operation ? [operation.picked] : [];
  return { head: commitOf(root, 'HEAD'), during: [operation.kind, ...commits].join(' ') };
}

function inBase64(bytes: Uint8Array | null | undefined): string | null {
  return bytes ? Buffer.from(bytes).toString('base64') : null;
}

function bytesOf(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text, 'base64');
}
