import type { InitDatabase, InitFacts, InitFiles } from '../../src/init/facts';

/** Files in memory: path → text. */
export function memoryFiles(files: Readonly<Record<string, string>>): InitFiles {
  return {
    has: (file) => Object.hasOwn(files, file),
    read: (file) => (Object.hasOwn(files, file) ? files[file]! : null),
    list: (folder) => [
      ...new Set(
        Object.keys(files)
          .filter((file) => file.startsWith(`${folder}/`))
          .map((file) => file.slice(folder.length + 1).split('/')[0]!),
      ),
    ],
  };
}

/** A repository of these files, with nothing else known of it. */
export function initFacts(
  files: Readonly<Record<string, string>>,
  known: Partial<InitFacts> = {},
): InitFacts {
  const manifests = Object.keys(files)
    .filter((file) => /(?:^|\/)package\.json$/.test(file))
    .map((file) => file.replace(/\/?package\.json$/, ''));
  return {
    files: memoryFiles(files),
    version: '0.1.0',
    hooksPath: null,
    ownHooks: {},
    huskyFolder: false,
    hasNode: true,
    installedIn: manifests,
    manifests,
    uncommitted: [],
    remoteHead: 'origin/main',
    hasMergeDriver: false,
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
    layout: 'journal',
    problem: null,
    unasked: null,
    carriageReturns: null,
    formatted: false,
    data: [],
    unignoredData: [],
    ...known,
  };
}
