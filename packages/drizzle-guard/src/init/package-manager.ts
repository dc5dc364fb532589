import type { InitFiles } from './facts';
import type { Manifest } from './manifest';

/** The package manager of a repository, and what to type for it. */
export interface PackageManager {
  name: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** What installs the dependencies. */
  install: string;
  /** What stands before the name of a package's command. */
  run: string;
  /** The script that an install runs at the root. */
  installScript: 'prepare' | 'postinstall';
  /** The lock file that is there; null without one. */
  lockFile: string | null;
  /** Whether commands are linked into node_modules/.bin, where husky looks for them. */
  linksCommands: boolean;
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
  const [, stated, major] = /^(npm|pnpm|yarn|bun)@(\d+)?/.exec(manifest?.packageManager ?? '') ?? [];
  const locks = LOCK_FILES.filter(([file]) => files.has(file));
  const name = (stated as PackageManager['name'] | undefined) ?? locks[0]?.[1] ?? 'npm';
  // Yarn runs `prepare` of the root no more since its version 2.
  const modernYarn = name === 'yarn' && (Number(major ?? 1) > 1 || files.has('.yarnrc.yml'));
  return {
    name,
    install: `${name} install`,
    run: RUN[name],
    installScript: modernYarn ? 'postinstall' : 'prepare',
    lockFile: locks.find(([, owner]) => owner === name)?.[0] ?? null,
    linksCommands: !files.has('.pnp.cjs'),
  };
}
