import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import type { InitFiles } from '../facts';

/** Files as bytes; paths from the root, with forward slashes. */
export interface FileBytes {
  has(file: string): boolean;
  /** null where there is no file of this name. */
  bytes(file: string): Buffer | null;
  /** The names of what lies in a folder; [] where there is none. */
  list(folder: string): string[];
}

/** @param root absolute */
export function diskFiles(root: string): FileBytes {
  const isFile = (file: string) =>
    statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
  const isFolder = (folder: string) =>
    statSync(path.join(root, folder), { throwIfNoEntry: false })?.isDirectory() ?? false;
  return {
    has: (file) => existsSync(path.join(root, file)),
    list: (folder) => (isFolder(folder) ? readdirSync(path.join(root, folder)).sort() : []),
    bytes: (file) => (isFile(file) ? readFileSync(path.join(root, file)) : null),
  };
}

/**
 * The same files as text.
 * @returns a reader that throws GuardError `not-text` for bytes that a rewrite as UTF-8 would not keep
 */
export function textFiles(files: FileBytes): InitFiles {
  return {
    has: (file) => files.has(file),
    list: (folder) => files.list(folder),
    read(file) {
      const bytes = files.bytes(file);
      if (bytes === null) return null;
      const text = bytes.toString('utf8');
      if (Buffer.from(text, 'utf8').equals(bytes)) return text;
      throw new GuardError(
        'not-text',
        `${file} is not UTF-8 text; nothing was written`,
        `save ${file} as UTF-8, then run \`drizzle-guard init\` again`,
      );
    },
  };
}
