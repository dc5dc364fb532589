import { mkdirSync, symlinkSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { repositoryRoot } from 'testkit';
import { sqliteDriver, type SqliteDriver } from '../../../src/engines/sqlite/drivers';

/** Where packages are that this repository does not install: `BETTER_SQLITE3=/somewhere/node_modules`. */
const { BETTER_SQLITE3: elsewhere } = process.env;

const FOLDERS: Readonly<Record<string, string | null>> = {
  '@libsql/client': path.join(repositoryRoot, 'node_modules'),
  'better-sqlite3': modulesWith('better-sqlite3'),
  'node:sqlite': isBuiltin('node:sqlite') ? '' : null,
};

export const DRIVERS = Object.keys(FOLDERS);

/** Whether this machine has a driver: what it has not is skipped and counted. */
export function isFound(name: string): boolean {
  return FOLDERS[name] !== null;
}

/** A driver as a package has it that has no other. @param dir a folder of its own, absolute */
export function driverIn(dir: string, name: string): SqliteDriver {
  const folder = path.join(dir, 'package');
  mkdirSync(path.join(folder, 'node_modules/@libsql'), { recursive: true });
  const modules = FOLDERS[name];
  if (modules) symlinkSync(path.join(modules, name), path.join(folder, 'node_modules', name));
  return sqliteDriver(folder, 'sqlite');
}

function modulesWith(name: string): string | null {
  const folders = [elsewhere ?? '', path.join(repositoryRoot, 'node_modules')].filter((one) => one !== '');
  const isIn = (folder: string) => {
    try {
      createRequire(path.join(folder, 'resolve.js')).resolve(path.join(folder, name));
      return true;
    } catch {
      return false;
    }
  };
  return folders.find(isIn) ?? null;
}
