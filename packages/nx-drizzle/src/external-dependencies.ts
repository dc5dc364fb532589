import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateNodesContext } from './nx-types';

/** Lock files in Nx's words: the manager that it takes each of them for. */
const MANAGERS: Readonly<Record<string, string>> = {
  'package-lock.json': 'npm',
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
};

/** What decides about the verdict of a check besides files. */
const PACKAGES = ['drizzle-guard', 'drizzle-kit', 'drizzle-orm'];

/** A part of this plugin's glob: Nx passes a lock file on exactly where it reads it (not where git ignores it). */
export const LOCK_FILES: readonly string[] = Object.keys(MANAGERS);

/**
 * Finds the packages that may stand in `externalDependencies`. A name that Nx does not have as an npm package there
 * fails the task; that is so for a package that is absent, for one that is a project of the workspace, and for every
 * one where Nx reads no lock file.
 *
 * @param files what Nx passed to `createNodes`
 * @param context where the workspace is, and its nx.json
 * @returns their names; [] where Nx does not know any, or where it is in doubt what it reads
 */
export function findExternalDependencies(files: readonly string[], context: CreateNodesContext): string[] {
  const lockFiles = LOCK_FILES.filter((lockFile) => files.includes(lockFile));
  const [lockFile] = lockFiles;
  const { cli, pluginsConfig } = context.nxJsonConfiguration;
  const js = pluginsConfig?.['@nx/js'] as { analyzeLockfile?: unknown } | undefined;
  if (lockFile === undefined || lockFiles.length > 1 || js?.analyzeLockfile === false) return [];
  if (cli?.packageManager !== undefined && cli.packageManager !== MANAGERS[lockFile]) return [];
  return listNpmPackages(lockFile, readFileSync(join(context.workspaceRoot, lockFile), 'utf8'));
}

/**
 * Reads from a lock file which of drizzle's packages come from a registry.
 *
 * @param lockFile its name, which tells the format: package-lock.json of npm 7 and later, pnpm-lock.yaml 5 to 9,
 * yarn.lock of yarn 1 and of berry, bun.lock; the binary bun.lockb is not read
 * @param text its text
 * @returns their names; a link to a folder of the workspace is none
 */
export function listNpmPackages(lockFile: string, text: string): string[] {
  if (lockFile === 'package-lock.json') return PACKAGES.filter((name) => isInPackageLock(text, name));
  return PACKAGES.filter((name) => patternOf(lockFile, name)?.test(text));
}

function isInPackageLock(text: string, name: string): boolean {
  const folder = `node_modules/${name}`;
  return Object.entries(packagesOf(text)).some(
    ([path, entry]) =>
      (path === folder || path.endsWith(`/${folder}`)) && entry.link !== true && entry.version !== undefined,
  );
}

function packagesOf(text: string): Record<string, { link?: boolean; version?: string }> {
  try {
    return (
      (JSON.parse(text) as { packages?: Record<string, { link?: boolean; version?: string }> }).packages ?? {}
    );
  } catch {
    return {};
  }
}

function patternOf(lockFile: string, name: string): RegExp | undefined {
  switch (lockFile) {
    case 'pnpm-lock.yaml':
      return new RegExp(`^ {2}'?/?${name}[@/]\\d[^\\n]*:\\r?\\n {4}resolution:`, 'm');
    case 'yarn.lock':
      return new RegExp(`^"?${name}@[^\\n]*:\\r?\\n {2}version:? (?!0\\.0\\.0-use\\.local)`, 'm');
    case 'bun.lock':
      return new RegExp(`"${name}": \\["${name}@\\d`);
    default:
      return undefined;
  }
}
