import { accessSync, constants, existsSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { listOf } from '../text/words';
import type { FileEdit } from './edit';
import { requireWithin } from './within';
import { modeOf, writeWhole } from './write-whole';

/** What a file is to hold: text or bytes; null where it goes. */
export interface Written extends Pick<FileEdit, 'file'> {
  after: string | Uint8Array | null;
}

/**
 * Writes all of these files or none: where one cannot be written, those before it are put back as they were, byte for
 * byte. None is ever half written, and each keeps its permissions.
 *
 * @param root absolute
 * @param edits of which `after` is written; what is put back is what was there, whatever `before` says
 * @param again the command to type after the cause has been removed
 * @throws GuardError `outside-link` where a link leads out of the root; `cannot-write`, which says so where something
 *   could not be put back either
 */
export function writeEdits(root: string, edits: readonly Written[], again: string): void {
  const written: Put[] = [];
  for (const { file } of edits) requireWithin(root, file);
  for (const edit of edits) {
    const { file } = edit;
    const target = path.join(root, file);
    const folders = missingFolders(target);
    try {
      const before = contentOf(target);
      const bytes = edit.after === null ? null : Buffer.from(edit.after);
      put(target, bytes && { bytes, mode: before?.mode ?? null });
      written.push({ file, target, before, folders });
    } catch (thrown) {
      removeEmpty(folders);
      throw new GuardError(
        'cannot-write',
        `${file} cannot be written (${wordsOf(thrown)}); ${putBack(written)}`,
        `make it writable, then run \`${again}\` again`,
        { cause: thrown },
      );
    }
  }
}

interface Content {
  bytes: Buffer;
  mode: number | null;
}

interface Put {
  file: string;
  target: string;
  before: Content | null;
  /** Those that were made for it. */
  folders: readonly string[];
}

/** @returns what became of the files, in words */
function putBack(written: readonly Put[]): string {
  const stuck: string[] = [];
  for (const { file, target, before, folders } of written.toReversed()) {
    try {
      put(target, before);
      removeEmpty(folders);
    } catch {
      stuck.unshift(file);
    }
  }
  return stuck.length === 0
    ? 'what was written before it was put back'
    : `of what was written before it, ${listOf(stuck)} could not be put back`;
}

/** @throws what the file system says, also of a file that is there and must not be written */
function contentOf(target: string): Content | null {
  if (!existsSync(target)) return null;
  accessSync(target, constants.W_OK);
  return { bytes: readFileSync(target), mode: modeOf(target) };
}

function put(target: string, content: Content | null): void {
  if (content === null) rmSync(target, { force: true });
  else writeWhole(target, content.bytes, content.mode);
}

/** The folders on the way to a file that are not there yet, the deepest first. */
function missingFolders(target: string): string[] {
  const missing: string[] = [];
  for (let folder = path.dirname(target); !existsSync(folder); folder = path.dirname(folder))
    missing.push(folder);
  return missing;
}

/** A folder in which somebody else has put something meanwhile stays. */
function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders) if (existsSync(folder)) rmdirSync(folder);
  } catch {
    return;
  }
}
