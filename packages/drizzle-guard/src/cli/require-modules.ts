import { existsSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';

/**
 * Refuses a repository whose packages are in no node_modules: drizzle-kit cannot be run there, so nothing could be said
 * of a schema.
 *
 * @param folder absolute
 * @param pnp whether Node was started by Yarn's Plug'n'Play; `yarn dlx` does that in any repository
 * @throws GuardError `plug-n-play`
 */
export function requireModules(folder: string, pnp = process.versions['pnp'] !== undefined): void {
  if (!pnp) return;
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.pnp.cjs'))) break;
    if (path.dirname(at) === at) return;
  }
  throw new GuardError(
    'plug-n-play',
    "the packages of this repository are installed by Yarn's Plug'n'Play, where drizzle-kit does not run; nothing was checked or done",
    'put `nodeLinker: node-modules` into .yarnrc.yml, then run `yarn install`',
  );
}
