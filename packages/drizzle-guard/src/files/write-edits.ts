import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { writeWhole } from './write-whole';
import { wordsOf } from '../errors/words-of';

/** One file as it is to be; null where it is to be gone. */
export interface FileEdit {
  /** From the root, with forward slashes. */
  file: string;
  after: string | null;
}

/**
 * Writes all of these files or none: where one cannot be written, those before it are put back as they were, byte for
 * byte. Each is written beside its place first and then moved there, so that none is ever half written.
 *
 * @param root absolute
 * @param again the command to type after the cause has been removed
 * @throws GuardError `cannot-write`
 */
export function writeFiles(root: string, edits: readonly FileEdit[], again: string): void {
  const before = edits.map(({ file }) => bytesOf(path.join(root, file)));
  edits.forEach(({ file, after }, position) => {
    try {
      put(path.join(root, file), after === null ? null : Buffer.from(after));
    } catch (thrown) {
      edits.slice(0, position).forEach((edit, at) => put(path.join(root, edit.file), before[at]!));
      throw new GuardError(
        'cannot-write',
        `${file} cannot be written (${wordsOf(thrown)}); what was written before it was put back`,
        `make it writable, then run \`${again}\` again`,
        { cause: thrown },
      );
    }
  });
}

function bytesOf(target: string): Buffer | null {
  try {
    return readFileSync(target);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw thrown;
  }
}

function put(target: string, bytes: Buffer | null): void {
  if (bytes === null) rmSync(target, { force: true });
  else writeWhole(target, bytes);
}
