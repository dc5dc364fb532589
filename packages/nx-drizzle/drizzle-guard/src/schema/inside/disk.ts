import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DiskRead } from '../protocol';

/** Functions of node:fs that look at a path, their first argument; most have a twin for Sync, and one for promises. */
const LOOKS = [
  ...['access', 'createReadStream', 'exists', 'lstat', 'open', 'openAsBlob', 'readFile', 'readlink'],
  ...['realpath', 'stat', 'statfs'],
];
const LISTS = ['opendir', 'readdir'];

/**
 * Notes from now on what is looked at on the disk: an answer rests on it. Installed packages are left out, which an
 * answer rests on as a whole; what `import()` of a name that is worked out loads is not seen.
 */
export function watchDisk(): { read(): DiskRead[] } {
  const seen = new Map<string, DiskRead>();
  const note = (what: DiskRead['what'], place: unknown) => {
    const absolute = absoluteOf(place);
    if (absolute === null || isInstalled(absolute)) return;
    if (seen.get(absolute)?.what !== 'list') seen.set(absolute, { path: absolute, what });
  };
  for (const where of [fs, fs.promises] as unknown as Functions[])
    for (const [names, what] of [
      [LOOKS, 'file'],
      [LISTS, 'list'],
    ] as const)
      for (const name of names.flatMap((one) => [one, `${one}Sync`]))
        watch(where, name, (place) => note(what, place));
  // Node's own, in C++: it goes through none of them.
  watch(process as unknown as Functions, 'loadEnvFile', (place = '.env') => note('file', place));
  syncBuiltinESMExports();
  return { read: () => [...seen.values()] };
}

type Functions = Record<string, ((...values: unknown[]) => unknown) | undefined>;

function watch(where: Functions, name: string, note: (place: unknown) => void): void {
  const original = where[name];
  if (typeof original !== 'function') return;
  const watched = function (this: unknown, ...values: unknown[]) {
    note(values[0]);
    return Reflect.apply(original, this, values);
  };
  // `realpath.native`, and what promisify() asks of `exists`.
  where[name] = Object.defineProperties(watched, Object.getOwnPropertyDescriptors(original));
}

/** Null for what is no path: a file descriptor, or what Node refuses. */
function absoluteOf(place: unknown): string | null {
  try {
    if (place instanceof URL) return fileURLToPath(place);
    if (typeof place === 'string') return path.resolve(place);
    return Buffer.isBuffer(place) ? path.resolve(place.toString()) : null;
  } catch {
    return null;
  }
}

function isInstalled(absolute: string): boolean {
  return absolute.startsWith(__dirname) || absolute.split(path.sep).includes('node_modules');
}
