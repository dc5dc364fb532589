import { plugAndPlay } from '../errors/plug-n-play';
import type { InitFacts } from './facts';
import { below } from './home';
import type { PackageManager } from './package-manager';

/** What Yarn writes in the place of node_modules. */
export const PLUG_AND_PLAY = '.pnp.cjs';

/**
 * Refuses to set hooks up that would find nothing to run: Yarn since its version 2 makes no node_modules unless it is
 * told to, and where it has taken over a lock file of its version 1.
 *
 * @param home the folder of the package.json that sets the hooks up
 * @throws GuardError `plug-n-play`
 */
export function requireModules(
  { files, installedIn }: Pick<InitFacts, 'files' | 'installedIn'>,
  home: string,
  { isModernYarn }: Pick<PackageManager, 'isModernYarn'>,
): void {
  const settings = files.read(below(home, '.yarnrc.yml')) ?? '';
  const linker = /^nodeLinker:\s*["']?([\w-]+)/m.exec(settings)?.[1];
  const isThere = files.has(below(home, PLUG_AND_PLAY));
  const isInstalled = installedIn.includes(home);
  const isTaken = /^# yarn lockfile v1$/m.test(files.read(below(home, 'yarn.lock')) ?? '');
  const isUnserved = isModernYarn
    ? linker === 'pnp' || (linker === undefined && (isThere || !(isInstalled || isTaken)))
    : isThere && !isInstalled;
  if (isUnserved) throw plugAndPlay('nothing was written');
}
