import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { REPOSITORY } from './built-plugin';

/** The archives that npm would publish. */
export type Packed = { readonly guard: string; readonly plugin: string };

/**
 * Packs both packages, as they were built last.
 *
 * @param folder where the archives go, absolute
 * @returns their paths
 */
export function packPackages(folder: string): Packed {
  return {
    guard: pack(path.join(REPOSITORY, 'packages/drizzle-guard'), folder),
    plugin: pack(path.join(REPOSITORY, 'packages/nx-drizzle'), folder),
  };
}

function pack(source: string, folder: string): string {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: source,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    }),
  ) as [{ filename: string }];
  return path.join(folder, packed.filename);
}
