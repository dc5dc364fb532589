import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { isRunning } from '../files/is-running';
import { OWN_FOLDER, ownFolder } from '../files/own-folder';
import { megabytes } from './megabytes';
import { readManifest, type Manifest } from './manifest';
import { superfluous, writerOf, type Listed } from './retention';

/**
 * Makes the folder of backups where it is not. Git ignores our own folder, and another one that is made here in the
 * workspace.
 *
 * @param root of the workspace, absolute
 * @param folder absolute
 * @throws GuardError `failed-backup`
 */
export function openFolder(root: string, folder: string): void {
  try {
    const isOwn = isBelow(path.join(root, OWN_FOLDER), folder);
    if (isOwn) ownFolder(root, '');
    if (existsSync(folder)) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn && isBelow(root, folder)) writeFileSync(path.join(folder, '.gitignore'), '*\n');
  } catch (thrown) {
    throw new GuardError(
      'failed-backup',
      `the folder ${folder} cannot be made: ${wordsOf(thrown)}; there is no backup`,
      'name another one with --to <folder>, or with "backup": { "to": … } of the environment in drizzle-guard.json',
      { cause: thrown },
    );
  }
}

function isBelow(parent: string, folder: string): boolean {
  const from = path.relative(parent, folder);
  return !from.startsWith('..') && !path.isAbsolute(from);
}

/** Takes away what processes of this machine have begun and did not finish. */
export function cleanFolder(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = writerOf(name, os.hostname());
    if (pid !== null && pid !== process.pid && !isRunning(pid))
      rmSync(path.join(folder, name), { force: true });
  }
}

/** The manifests in a folder that are as they were written. */
export function listed(folder: string): Listed[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const manifest = readManifest(readFileSync(path.join(folder, name), 'utf8'));
      return manifest ? [{ name, manifest }] : [];
    });
}

/**
 * Takes away backups of one database and environment beyond those that are kept.
 * @returns their names
 */
export function prune(
  folder: string,
  of: Pick<Manifest, 'database' | 'environment'>,
  keep: number,
): string[] {
  return superfluous(listed(folder), of, keep).map(({ name, manifest: { file } }) => {
    // First: a backup without its manifest is none.
    rmSync(path.join(folder, name), { force: true });
    if (file !== null) rmSync(path.join(folder, path.basename(file)), { force: true });
    return file ?? name;
  });
}

/**
 * @param needed in bytes
 * @throws GuardError `no-space` where there is less
 */
export function requireSpace(folder: string, needed: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= needed) return;
  throw new GuardError(
    'no-space',
    `${folder} has ${megabytes(free)} left, and a backup of this database takes at least ${megabytes(needed)}; there is no backup`,
    'make room there, or name another folder with --to <folder>',
  );
}
