import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PACKAGE = path.resolve(__dirname, '../..');

/** Where this repository's own Nx is installed. */
export const REPOSITORY = path.resolve(PACKAGE, '../..');

/**
 * Puts what npm would publish of the plugin into a folder, as it was built last.
 *
 * @param folder an absolute path
 */
export function installPlugin(folder: string): void {
  const { files } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as {
    files: string[];
  };
  for (const file of ['package.json', ...files])
    cpSync(path.join(PACKAGE, file), path.join(folder, file), { recursive: true });
}
