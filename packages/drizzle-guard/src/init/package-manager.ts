import { shellWord } from '../text/shell-word';
import type { InitFiles } from './facts';
import { below } from './home';
import type { HookCommand } from './hook-line';
import type { Manifest } from './manifest';

/** The package manager of a repository, and what to type for it at the root. */
export interface PackageManager {
  name: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** What installs the dependencies and takes up what has changed in package.json. */
  install: string;
  /** A command of a package. */
  run(command: string): string;
  /** The script that an install runs at the root. */
  installScript: 'prepare' | 'postinstall';
  /** The lock file that is there, from the root; null without one. */
  lockFile: string | null;
  /** How hooks come to drizzle-guard. */
  hookCommand: HookCommand;
}

const LOCK_FILES: readonly [string, PackageManager['name']][] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
];

const RUN = { npm: 'npx', pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' };

/** By the `packageManager` key of package.json, else by the lock file; npm where neither says. */
export function detectPackageManager(files: InitFiles, manifest: Manifest | null): PackageManager {
  const home = manifest?.home ?? '';
  const [, stated, major] = /^(npm|pnpm|yarn|bun)@(\d+)?/.exec(manifest?.packageManager ?? '') ?? [];
  const locks = LOCK_FILES.filter(([file]) => files.has(below(home, file)));
  const name = (stated as PackageManager['name'] | undefined) ?? locks[0]?.[1] ?? 'npm';
  // Yarn runs `prepare` of the root no more since its version 2.
  const modernYarn = name === 'yarn' && (Number(major ?? 1) > 1 || files.has(below(home, '.yarnrc.yml')));
  const lockFile = locks.find(([, owner]) => owner === name)?.[0] ?? null;
  const atHome = (command: string) => (home === '' ? command : `(cd ${shellWord(home)} && ${command})`);
  const clean = name === 'npm' && lockFile !== null ? 'npm ci' : `${name} install`;
  return {
    name,
    install: atHome(`${name} install`),
    run: (command) => atHome(`${manifest === null ? 'npx' : RUN[name]} ${command}`),
    installScript: modernYarn ? 'postinstall' : 'prepare',
    lockFile: lockFile === null ? null : below(home, lockFile),
    hookCommand: {
      ...hookFiles(files, home),
      install: home === '' ? clean : `${clean} in ${home}`,
    },
  };
}

/** Commands are linked into node_modules/.bin, but by Yarn's Plug'n'Play. */
function hookFiles(files: InitFiles, home: string): Pick<HookCommand, 'run' | 'installed'> {
  const pnp = below(home, '.pnp.cjs');
  if (home === '' && files.has(pnp)) return { run: 'yarn drizzle-guard', installed: pnp };
  const bin = shellWord(below(home, 'node_modules/.bin/drizzle-guard'));
  return { run: bin, installed: bin };
}
