import { existsSync } from 'node:fs';
import path from 'node:path';
import { plugAndPlay } from '../errors/plug-n-play';

/**
 * Refuses a repository whose packages are in no node_modules: drizzle-kit cannot be run there, so nothing could be said
 * of a schema.
 *
 * @param folder absolute
 * @param pnp whether Node was started by Yarn's Plug'n'Play; `yarn dlx` does that in any repository, and npx in none
 * @throws GuardError `plug-n-play`
 */
export function requireModules(folder: string, pnp = process.versions['pnp'] !== undefined): void {
  for (let at = folder; ; at = path.dirname(at)) {
    const isOutside = existsSync(path.join(at, '.git')) || path.dirname(at) === at;
    if (existsSync(path.join(at, '.pnp.cjs'))) {
      if (pnp || !existsSync(path.join(at, 'node_modules/.bin'))) break;
      return;
    }
    if (isOutside) return;
  }
  throw plugAndPlay('nothing was checked or done');
}
