import { isModernYarn, RUN, statedManager, type ManagerName } from '../text/package-manager';
import { shellWord } from '../text/shell-word';
import type { InitFiles } from './facts';
import { below } from './home';
import { NODE_OR_BUN, type HookCommand } from './hook-line';
import type { Manifest } from './manifest';
import { PLUG_AND_PLAY } from './plug-and-play';

/** The package manager of a repository, and what to type for it at the root. */
export interface PackageManager {
  name: ManagerName;
  /** What installs the dependencies and takes up what has changed in package.json. */
  install: string;
  /** A command of a package that is installed there, in whatever folder that is. */
  run(command: string): string;
  /** The script that an install runs at the root. */
  installScript: 'prepare' | 'postinstall';
  /** Whether it is Yarn since its version 2. */
  isModernYarn: boolean;
  /** The lock file that is there, from the root; null without one. */
  lockFile: string | null;
  /** How hooks come to drizzle-guard. */
  hookCommand: HookCommand;
}

/**
 * By the `packageManager` key of package.json, else by the lock file; npm where neither says.
 * @param hasNode whether node is there: what has none is bun's
 */
export function detectPackageManager(
  files: InitFiles,
  manifest: Manifest | null,
  hasNode = true,
): PackageManager {
  const home = manifest?.home ?? '';
  const stated = statedManager(manifest?.packageManager ?? null, (file) => files.has(below(home, file)));
  const { name, major, lockFile } = stated ?? {
    name: hasNode ? 'npm' : 'bun',
    major: null,
    lockFile: null,
  };
  // Yarn runs `prepare` of the root no more since its version 2.
  const modernYarn =
    name === 'yarn' &&
    isModernYarn(major, files.read(below(home, 'yarn.lock')), files.has(below(home, '.yarnrc.yml')));
  const atHome = (command: string) => (home === '' ? command : `(cd ${shellWord(home)} && ${command})`);
  const clean = name === 'npm' && lockFile !== null ? 'npm ci' : `${name} install`;
  return {
    name,
    install: atHome(`${name} install`),
    run: (command) =>
      home === ''
        ? `${RUN[manifest === null ? 'npm' : name]} ${command}`
        : `${shellWord(below(home, 'node_modules/.bin'))}/${command}`,
    installScript: modernYarn ? 'postinstall' : 'prepare',
    isModernYarn: modernYarn,
    lockFile: lockFile === null ? null : below(home, lockFile),
    hookCommand: {
      ...hookFiles(name, home),
      install: home === '' ? clean : `${clean} in ${home}`,
      ...(name === 'yarn' ? { plugAndPlay: shellWord(below(home, PLUG_AND_PLAY)) } : {}),
    },
  };
}

/** What bun links starts with node, so there the program is named, and what runs it. */
function hookFiles(name: ManagerName, home: string): Pick<HookCommand, 'run' | 'installed'> {
  if (name === 'bun') {
    const program = shellWord(below(home, 'node_modules/drizzle-guard/bin/drizzle-guard.js'));
    return { run: `${NODE_OR_BUN} ${program}`, installed: program };
  }
  const bin = shellWord(below(home, 'node_modules/.bin/drizzle-guard'));
  return { run: bin, installed: bin };
}
