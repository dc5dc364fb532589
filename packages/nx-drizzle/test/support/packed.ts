import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installPlugin, REPOSITORY } from './built-plugin';

/** The archives that npm would publish. */
export type Packed = { readonly guard: string; readonly plugin: string };

/**
 * Packs both packages; drizzle-guard as it was built last, the plugin as its sources are now.
 *
 * @param folder where the archives go, absolute
 * @returns their paths
 */
export function packPackages(folder: string): Packed {
  const plugin = path.join(folder, 'nx-drizzle');
  mkdirSync(plugin, { recursive: true });
  installPlugin(plugin);
  const archives = {
    guard: pack(path.join(REPOSITORY, 'packages/drizzle-guard'), folder),
    plugin: pack(plugin, folder),
  };
  rmSync(plugin, { recursive: true });
  return archives;
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
