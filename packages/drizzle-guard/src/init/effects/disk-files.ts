import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../../errors';
import type { InitFiles } from '../facts';

/**
 * The files of the work tree.
 * @param root absolute
 * @returns a reader that throws GuardError `not-text` for bytes that a rewrite as UTF-8 would not keep
 */
export function diskFiles(root: string): InitFiles {
  const isFile = (file: string) =>
    statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile() ?? false;
  return {
    has: (file) => existsSync(path.join(root, file)),
    read(file) {
      if (!isFile(file)) return null;
      const bytes = readFileSync(path.join(root, file));
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
