import { existsSync, readFileSync, statSync } from 'node:fs';
import { GuardError } from '../errors/guard-error';
import { digestOf } from './digest';
import { damaged } from './failures';
import { readManifest, type Manifest } from './manifest';

/**
 * Reads what lies beside a backup.
 * @param file absolute: the backup, or its manifest
 * @param shown the file as it was given
 * @throws GuardError `missing-backup`, `damaged-backup` where nothing says what it is
 */
export function manifestOf(file: string, shown: string): Manifest {
  const own = file.endsWith('.json') ? file : `${file}.json`;
  if (!existsSync(file))
    throw new GuardError(
      'missing-backup',
      `there is no backup ${shown}; nothing was changed`,
      'name a file that `drizzle-guard backup` has written, from the folder in which you are',
    );
  if (!existsSync(own))
    throw damaged(
      shown,
      `its manifest ${shown}.json is not there, and nothing else says what it is a backup of`,
    );
  const manifest = readManifest(readFileSync(own, 'utf8'));
  if (manifest) return manifest;
  throw damaged(shown, 'its manifest was changed since it was written, or is none');
}

/**
 * Compares a backup's bytes with what its manifest says of them.
 * @param shown the file as it was given
 * @throws GuardError `missing-backup`, `damaged-backup`
 */
export async function requireSound(file: string, shown: string, { bytes, sha256 }: Manifest): Promise<void> {
  const there = statSync(file, { throwIfNoEntry: false });
  if (!there?.isFile())
    throw new GuardError(
      'missing-backup',
      `its manifest is there, and the backup ${shown} is not; nothing was changed`,
      'bring the file back from where you keep copies, or name another backup',
    );
  if (there.size !== bytes)
    throw damaged(
      shown,
      `it has ${there.size} bytes, and ${bytes} were written: ${there.size < bytes! ? 'it is cut off' : 'something was added to it'}, or its manifest is that of another file`,
    );
  if ((await digestOf(file)).sha256 !== sha256)
    throw damaged(
      shown,
      'its checksum is not the one in its manifest: its bytes were changed, or the manifest is that of another file',
    );
}
