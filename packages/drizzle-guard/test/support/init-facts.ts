import type { InitDatabase, InitFacts, InitFiles } from '../../src/init/facts';

/** Files in memory: path → text. */
export function memoryFiles(files: Readonly<Record<string, string>>): InitFiles {
  return {
    has: (file) => Object.hasOwn(files, file),
    read: (file) => (Object.hasOwn(files, file) ? files[file]! : null),
  };
}

/** A repository of these files, with nothing else known of it. */
export function initFacts(
  files: Readonly<Record<string, string>>,
  known: Partial<InitFacts> = {},
): InitFacts {
  return {
    files: memoryFiles(files),
    version: '0.1.0',
    hooksPath: null,
    ownHooks: {},
    huskyFolder: false,
    remoteHead: 'origin/main',
    nxBase: null,
    usualBase: 'origin/main',
    databases: [],
    ...known,
  };
}

/** A sound database in packages/<name>. */
export function initDatabase(name: string, known: Partial<InitDatabase> = {}): InitDatabase {
  const dir = `packages/${name}`;
  return {
    name,
    dir,
    out: `${dir}/drizzle`,
    problem: null,
    carriageReturns: null,
    formatted: false,
    unignoredData: [],
    ...known,
  };
}
