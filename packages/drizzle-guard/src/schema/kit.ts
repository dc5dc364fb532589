import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import type { History, Layout } from '../history/history';
import type { Given } from './ask-in-rounds';
import type { Explained } from './explain';
import { stepsOver } from './generated-columns';
import { hintFor } from './hints';
import { loadApi } from './load-api';
import { promptAnswer } from './prompts';

type Json = Record<string, unknown>;

/** The parts of drizzle-kit's programmatic API that tell a schema's state and the difference of two states. */
export interface Kit {
  version: string;
  serializer(dialect: string, exports: Json, casing: string | null): Promise<Json>;
  /** @param given answers to its questions */
  differ(dialect: string, previous: Json, current: Json, given?: readonly Given[]): Promise<string[]>;
  /**
   * The state after all migrations of a folder whose snapshots hold changes only (Postgres in the folders layout).
   * @param snapshots by the name of their folder
   * @param id the snapshot whose state it is
   */
  reconstruct(snapshots: Record<string, Json>, id: string): Promise<Json>;
  /** Of dialects that it serves in no other way: what it would write, beside the text of a snapshot. */
  explain(dialect: string, exports: Json, previous: string | null): Promise<Explained>;
  isExplained(dialect: string): boolean;
}

/** Where a package's own drizzle-kit lies. */
export interface KitPlace {
  version: string;
  /** The layout that it works in: the other one it does not see, or refuses. */
  layout: Layout;
  /** Its command line, to be run with Node. */
  bin: string;
  /** Its folder. */
  home: string;
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

/** Files of drizzle-kit 1.0.0-rc.5 for CommonJS (its exports `./payload/<dialect>`); turso is sqlite there. */
const PAYLOADS: Readonly<Record<string, string>> = {
  postgresql: 'payload-postgres.js',
  mysql: 'payload-mysql.js',
  sqlite: 'payload-sqlite.js',
  mssql: 'payload-mssql.js',
};

/** Dialects that drizzle-kit 1.0 has without a part of its API: its command line tells what it would write. */
const EXPLAINED = new Set(['singlestore', 'cockroach']);

/**
 * Finds the drizzle-kit that a package resolves: several versions may live in one workspace.
 * @param folder the package's folder, absolute; it need not exist
 * @throws GuardError `drizzle-kit-missing`, or `unsupported-drizzle-kit` for one that offers no API that is known
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
  const layout = version.startsWith('0.') ? 'journal' : 'folders';
  if (!isServed(version, home))
    throw new GuardError(
      'unsupported-drizzle-kit',
      `drizzle-kit ${version} is installed, and this version of drizzle-guard works with 0.31 and with 1.0 from 1.0.0-rc.5 on`,
      'install one of those for this database; nothing was checked or done',
    );
  return { version, layout, bin: path.join(home, 'bin.cjs'), home, manifest };
}

/** As the range of peers in package.json says it. */
function isServed(version: string, home: string): boolean {
  const [, minor] = /^0\.(\d+)\./.exec(version) ?? [];
  return minor === undefined ? existsSync(path.join(home, PAYLOADS['postgresql']!)) : Number(minor) >= 31;
}

/** The layout that the drizzle-kit of a folder works in; null where there is none that can be used. */
export function kitLayoutAt(folder: string): Layout | null {
  try {
    return findKit(folder).layout;
  } catch {
    return null;
  }
}

/**
 * Refuses a drizzle-kit that would not see what is in a migrations folder, and begin a second history beside it.
 * @throws GuardError `layout-mismatch`
 */
export function requireLayout({ version, layout }: KitPlace, history: History): void {
  // Of a folder that holds both layouts its own finding tells.
  if (history.files.length === 0 || history.layout === layout || history.foreignFiles.length > 0) return;
  throw new GuardError(
    'layout-mismatch',
    `${history.dir} is in the ${history.layout} layout, and drizzle-kit ${version}, which its package resolves, works in the ${layout} layout`,
    layout === 'folders'
      ? 'run `drizzle-kit up`, which turns the one into the other, and commit what it changes; or install drizzle-kit 0.31'
      : 'install drizzle-kit 1.0 and drizzle-orm 1.0 for this package; nothing was checked or done',
  );
}

/**
 * The same of the drizzle-kit that a folder resolves. One that cannot be found or used is told of where it is needed.
 * @param onDisk told of what that rests on
 * @throws GuardError `layout-mismatch`
 */
export function requireKitFor(history: History, folder: string, onDisk: (absolute: string) => void): void {
  let place: KitPlace;
  try {
    place = findKit(folder);
  } catch {
    return;
  }
  onDisk(place.manifest);
  requireLayout(place, history);
}

/** Whether a drizzle-kit has an API that reads schemas of this dialect; else only its command line knows them. */
export function readsSchemas({ layout }: KitPlace, dialect: string): boolean {
  return Object.hasOwn(layout === 'journal' ? API : PAYLOADS, serializerOf(dialect));
}

/** @throws GuardError `unsupported-dialect` */
export function requireDialect(place: KitPlace, dialect: string): void {
  if (!readsSchemas(place, dialect)) unsupported(place.version, dialect);
}

/** Whether a drizzle-kit tells what a schema of this dialect differs in from its snapshots, be it by its command line. */
export function servesDialect(kit: KitPlace, dialect: string): boolean {
  return readsSchemas(kit, dialect) || (kit.layout === 'folders' && EXPLAINED.has(dialect));
}

/** The dialect in whose words the API speaks of one. */
export function serializerOf(dialect: string): string {
  return dialect === 'turso' ? 'sqlite' : dialect;
}

/** Loads the API of the drizzle-kit that a package resolves, a part of it when it is used: 150 ms to 500 ms. */
export function loadKit(folder: string): Kit {
  const place = findKit(folder);
  return place.layout === 'journal' ? journalKit(place) : foldersKit(place);
}

function journalKit({ version, home }: KitPlace): Kit {
  const file = path.join(home, 'api.js');
  const functions = loadApi(file);
  const namesOf = (dialect: string) => API[dialect] ?? unsupported(version, dialect);
  return {
    version,
    async serializer(dialect, exports, casing) {
      const { serialize, filters } = namesOf(dialect);
      const options = filters
        ? [undefined, undefined, casing ?? undefined]
        : [undefined, casing ?? undefined];
      return (await functions[serialize]!(exports, ...options)) as Json;
    },
    async differ(dialect, previous, current, given = []) {
      const { diff } = namesOf(dialect);
      // That of SingleStore is told to diff as its push does (drizzle-kit 0.31.11, `generateSingleStoreMigration`).
      const states = dialect === 'singlestore' ? stepsOver(previous, current) : [previous, current];
      const write = async (api: typeof functions) => {
        const statements: string[] = [];
        for (const [at, after] of states.slice(1).entries())
          statements.push(...((await api[diff]!(states[at], after)) as string[]));
        return statements;
      };
      if (given.length === 0) return write(functions);
      // It speaks to the terminal that was there when it was loaded.
      const { atTerminal } = await import('./at-terminal');
      return atTerminal(given.map(promptAnswer), () => write(loadApi(file)));
    },
    reconstruct: () => Promise.reject(new Error('drizzle-kit 0.x writes whole states')),
    explain: () => Promise.reject(new Error('drizzle-kit 0.x explains nothing')),
    isExplained: () => false,
  };
}

/** drizzle-kit 1.0: names of columns are part of the schema there (`snakeCase.table`), `casing` is no setting any more. */
function foldersKit({ version, home }: KitPlace): Kit {
  const loaded = new Map<string, ReturnType<typeof loadApi>>();
  const payload = (dialect: string) => {
    const functions =
      loaded.get(dialect) ?? loadApi(path.join(home, PAYLOADS[dialect] ?? unsupported(version, dialect)));
    loaded.set(dialect, functions);
    return functions;
  };
  return {
    version,
    serializer: async (dialect, exports) => (await payload(dialect)['generateDrizzleJson']!(exports)) as Json,
    differ: async (dialect, previous, current, given = []) =>
      (await payload(dialect)['generateMigration']!(previous, current, {
        hints: given.map(hintFor),
      })) as string[],
    reconstruct: async (snapshots, id) =>
      (await payload('postgresql')['reconstruct']!(snapshots, id)) as Json,
    explain: async (dialect, exports, previous) =>
      (await import('./explain')).explain(home, dialect, exports, previous),
    isExplained: (dialect) => EXPLAINED.has(dialect),
  };
}

function unsupported(version: string, dialect: string): never {
  throw new GuardError(
    'unsupported-dialect',
    `drizzle-kit ${version} offers no way to read the state of a ${dialect} schema`,
    'switch this off with "checks": { "stale-schema": "off" } in drizzle-guard.json',
  );
}
