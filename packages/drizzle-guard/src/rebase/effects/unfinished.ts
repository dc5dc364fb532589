import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeEdits } from '../../files/write-edits';
import { writeWhole } from '../../files/write-whole';
import { abortMerge } from '../../git/begin-merge';
import { commitOf } from '../../git/base';
import { keepIndex, keptIndex } from '../../git/keep-index';
import { workTree } from '../../sources/work-tree';
import type { Files } from './place-files';

/** What was there before a rebase began to write: enough to take it back, whenever it was killed. */
interface Note {
  head: string;
  /** Whether it has begun a merge. */
  begins: boolean;
  /** In base64; null where there was no file, or is to be none. */
  files: { file: string; before: string | null; after: string | null }[];
}

const noteOf = (gitDir: string) => path.join(gitDir, 'drizzle-guard/rebase.json');

/** Notes what is about to be written. @returns what takes the note away, once all of it is there */
export async function noteBefore(
  root: string,
  gitDir: string,
  files: Files,
  begins: boolean,
): Promise<() => void> {
  const tree = workTree(root);
  const index = keepIndex(root);
  const noted: Note['files'] = [];
  for (const [file, after] of files)
    noted.push({ file, before: inBase64(await tree.read(file)), after: inBase64(after) });
  const note: Note = { head: commitOf(root, 'HEAD') ?? '', begins, files: noted };
  writeWhole(noteOf(gitDir), JSON.stringify(note));
  return () => {
    rmSync(noteOf(gitDir), { force: true });
    index.forget();
  };
}

/**
 * Takes back what a rebase has written that was killed before it had written all. Where somebody has changed one of the files
 * since, or has committed, it is theirs, and stays.
 * @returns whether there was something to take back
 */
export async function takeBackUnfinished(root: string, gitDir: string): Promise<boolean> {
  const file = noteOf(gitDir);
  if (!existsSync(file)) return false;
  const { head, begins, files } = JSON.parse(readFileSync(file, 'utf8')) as Note;
  const index = keptIndex(root);
  const isOurs = head === commitOf(root, 'HEAD') && (begins || (await areUntouched(root, files)));
  if (isOurs && begins) abortMerge(root);
  else if (isOurs) {
    const before = files.map((one) => ({
      file: one.file,
      after: one.before === null ? null : Buffer.from(one.before, 'base64'),
    }));
    writeEdits(root, before, 'drizzle-guard rebase');
    index.restore();
  }
  rmSync(file, { force: true });
  index.forget();
  return isOurs;
}

async function areUntouched(root: string, files: Note['files']): Promise<boolean> {
  const tree = workTree(root);
  for (const { file, before, after } of files)
    if (![before, after].includes(inBase64(await tree.read(file)))) return false;
  return true;
}

function inBase64(bytes: Uint8Array | null | undefined): string | null {
  return bytes ? Buffer.from(bytes).toString('base64') : null;
}
