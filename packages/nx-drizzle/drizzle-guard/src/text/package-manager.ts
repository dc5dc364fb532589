export type ManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** Whose lock file is called what; of several in one folder the first counts. */
export const LOCK_FILES: readonly (readonly [file: string, manager: ManagerName])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
];

/** What stands before a command that a package brings. */
export const RUN: Readonly<Record<ManagerName, string>> = {
  npm: 'npx',
  pnpm: 'pnpm exec',
  yarn: 'yarn',
  bun: 'bunx',
};

/**
 * Whether it is Yarn since its version 2, given that it is Yarn.
 * @param lock the text of yarn.lock, or its beginning; null without one
 * @param hasSettings whether .yarnrc.yml is there
 */
export function isModernYarn(major: number | null, lock: string | null, hasSettings: boolean): boolean {
  return (major ?? 1) > 1 || hasSettings || /^__metadata:/m.test(lock ?? '');
}

/** What a folder says of its package manager. */
export interface StatedManager {
  name: ManagerName;
  /** Its major version, where package.json has it. */
  major: number | null;
  /** Its lock file, where that is there. */
  lockFile: string | null;
}

/**
 * By the key `packageManager` of package.json, else by a lock file.
 *
 * @param stated the key's value; null without one
 * @param has whether a file of this name lies beside that package.json
 * @returns null where neither says anything
 */
export function statedManager(stated: string | null, has: (file: string) => boolean): StatedManager | null {
  const [, key, major] = /^(npm|pnpm|yarn|bun)@(\d+)?/.exec(stated ?? '') ?? [];
  const locks = LOCK_FILES.filter(([file]) => has(file));
  const name = (key as ManagerName | undefined) ?? locks[0]?.[1];
  if (name === undefined) return null;
  return {
    name,
    major: major === undefined ? null : Number(major),
    lockFile: locks.find(([, owner]) => owner === name)?.[0] ?? null,
  };
}
