import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import type { InitEdit } from '../facts';
import { wordsOf } from '../../errors/words-of';

/**
 * Writes what was planned, and thinks of nothing else. Where one file cannot be written, those before it are put back.
 * @param root absolute
 * @throws GuardError `cannot-write`
 */
export function writeEdits(root: string, edits: readonly InitEdit[]): void {
  edits.forEach(({ file, after }, position) => {
    const target = path.join(root, file);
    try {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, after);
    } catch (thrown) {
      for (const edit of edits.slice(0, position)) putBack(root, edit);
      throw new GuardError(
        'cannot-write',
        `${file} cannot be written (${wordsOf(thrown)}); what was written before it was put back`,
        'make it writable, then run `drizzle-guard init` again',
        { cause: thrown },
      );
    }
  });
}

function putBack(root: string, { file, before }: InitEdit): void {
  if (before === null) rmSync(path.join(root, file), { force: true });
  else writeFileSync(path.join(root, file), before);
}
