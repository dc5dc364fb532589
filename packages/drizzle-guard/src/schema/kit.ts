import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { GuardError } from '../errors';
import type { History } from '../history/history';
import { loadApi } from './load-api';

type Json = Record<string, unknown>;

/** The parts of drizzle-kit's programmatic API that tell a schema's state and the difference of two states. */
export interface Kit {
  version: string;
  serializer(dialect: string, exports: Json, casing: string | null): Promise<Json>;
  differ(dialect: string, previous: Json, current: Json): Promise<string[]>;
}

/** Where a package's own drizzle-kit lies. */
export interface KitPlace {
  version: string;
  /** Its command line, to be run with Node. */
  bin: string;
  /** Its API for CommonJS. */
  api: string;
  /** Its package.json. */
  manifest: string;
}

/** Names in drizzle-kit 0.31's api.d.ts, by dialect; turso has no API of its own and uses sqlite's. */
const API: Readonly<Record<string, { serialize: string; diff: string; filters: boolean }>> = {
  postgresql: { serialize: 'generateDrizzleJson', diff: 'generateMigration', filters: true },
  mysql: { serialize: 'generateMySQLDrizzleJson', diff: 'generateMySQLMigration', filters: false },
  sqlite: { serialize: 'generateSQLiteDrizzleJson', diff: 'generateSQLiteMigration', filters: false },
  singlestore: {
    serialize: 'generateSingleStoreDrizzleJson',
    diff: 'generateSingleStoreMigration',
    filters: false,
  },
};

/**
 * Finds the drizzle-kit that a package resolves: several versions may live in one workspace.
 * @param folder the package's folder, absolute; it need not exist
 * @throws GuardError `drizzle-kit-missing`, or `unsupported-drizzle-kit` for 1.0
 */
export function findKit(folder: string): KitPlace {
  let entry: string;
  try {
    entry = createRequire(path.join(folder, 'resolve.js')).resolve('drizzle-kit');
  } catch (thrown) {
    throw new GuardError(
      'drizzle-kit-missing',
      `drizzle-kit is not installed for ${folder}`,
      'install it (`npm install --save-dev drizzle-kit`), then run the command again',
      { cause: thrown },
    );
  }
  const home = path.dirname(entry);
  const manifest = path.join(home, 'package.json');
  const version = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
    : 'unknown';
  if (!version.startsWith('0.'))
    throw new GuardError(
      'unsupported-drizzle-kit',
      `drizzle-kit ${version} is installed, and this version of drizzle-guard works with 0.31`,
      'use drizzle-kit 0.31 for this database until drizzle-guard supports 1.0; nothing was checked or done',
    );
  return { version, bin: path.join(home, 'bin.cjs'), api: path.join(home, 'api.js'), manifest };
}

/**
 * Which layout a drizzle-kit works in: the other one it does not see, or refuses.
 * @throws GuardError `layout-mismatch`
 */
export function requireLayout({ version }: KitPlace, history: History): void {
  const [own, theirs] = version.startsWith('0.') ? ['journal', 'folders'] : ['folders', 'journal'];
  if (history.files.length === 0 || history.layout === own) return;
  throw new GuardError(
    'layout-mismatch',
    `${history.dir} is in the ${theirs} layout, and drizzle-kit ${version}, which its package resolves, works in the ${own} layout`,
    own === 'folders'
      ? 'run `drizzle-kit up`, which turns the one into the other, and commit what it changes; or install drizzle-kit 0.31'
      : 'install drizzle-kit 1.0 and drizzle-orm 1.0 for this package; nothing was checked or done',
  );
}

/** Loads the API of the drizzle-kit that a package resolves: about 150 ms. */
export function loadKit(folder: string): Kit {
  const { version, api } = findKit(folder);
  const functions = loadApi(api);
  const namesOf = (dialect: string) => {
    const names = API[dialect];
    if (names) return names;
    throw new GuardError(
      'unsupported-dialect',
      `drizzle-kit ${version} offers no way to read the state of a ${dialect} schema`,
      'switch this off with "checks": { "stale-schema": "off" } in drizzle-guard.json',
    );
  };
  return {
    version,
    async serializer(dialect, exports, casing) {
      const { serialize, filters } = namesOf(dialect);
      const options = filters
        ? [undefined, undefined, casing ?? undefined]
        : [undefined, casing ?? undefined];
      return (await functions[serialize]!(exports, ...options)) as Json;
    },
    async differ(dialect, previous, current) {
      return (await functions[namesOf(dialect).diff]!(previous, current)) as string[];
    },
  };
}
