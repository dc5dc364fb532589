import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { writeCache } from '../files/write-whole';

type Exports = Record<string, (...values: unknown[]) => unknown>;

/** drizzle-kit's API loads drizzle-orm for every dialect, and uses one. */
const DIALECT_CORES = /^drizzle-orm\/(?:pg|mysql|sqlite|singlestore|mssql|gel)-core$/;

/** Of these drizzle-kit makes one as it is loaded, for a dialect that hardly anybody has, and does nothing with it. */
const UNUSED = 'SingleStoreDialect';

/**
 * Loads drizzle-kit's API, three megabytes of CommonJS, faster than `require` does: with V8's compiled code from the
 * last time, kept beside the installed packages, and with each dialect of drizzle-orm loaded when it is first used.
 * Nothing of drizzle-kit is changed.
 *
 * @param file api.js, absolute
 */
export function loadApi(file: string): Exports {
  const source = readFileSync(file, 'utf8');
  const cacheFile = codeCacheFile(file);
  const cachedData = tryRead(cacheFile);
  const script = new vm.Script(Module.wrap(source), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} as Exports };
  const run = script.runInThisContext() as (...values: unknown[]) => void;
  run(module.exports, lazyRequire(createRequire(file)), module, file, path.dirname(file));
  if (!cachedData || script.cachedDataRejected) writeCache(cacheFile, () => script.createCachedData());
  return module.exports;
}

function lazyRequire(require: NodeJS.Require): NodeJS.Require {
  const lazy = (name: string): unknown => {
    if (!DIALECT_CORES.test(name)) return require(name);
    return onceUsed(() => require(name) as object, UNUSED);
  };
  return Object.assign(lazy, require);
}

/**
 * Stands for what is loaded when something of it is used.
 * @param late the name of a class in it of which making one is no use yet
 */
function onceUsed<T extends object>(load: () => T, late?: string): T {
  let loaded: T | undefined;
  // Kept here: asking for it again resolves its path again, and a schema asks thousands of times.
  const real = () => (loaded ??= load());
  const classOf = (key: string) => Reflect.get(real(), key) as new (...values: unknown[]) => object;
  const lateClass = function (...values: unknown[]) {
    return onceUsed(() => new (classOf(late!))(...values));
  };
  return new Proxy({} as T, {
    get: (_, key) => (key === late && !loaded ? lateClass : Reflect.get(real(), key)),
    has: (_, key) => Reflect.has(real(), key),
    getPrototypeOf: () => Reflect.getPrototypeOf(real()),
  });
}

/** node_modules/.cache, the usual place for what can be made again; another Node or another drizzle-kit has its own. */
function codeCacheFile(file: string): string {
  const modules = file.slice(0, file.lastIndexOf(`node_modules${path.sep}`));
  const { size, mtimeMs } = statSync(file);
  const key = createHash('sha1')
    .update(JSON.stringify([process.version, process.arch, file, size, mtimeMs]))
    .digest('hex');
  return path.join(modules, 'node_modules/.cache/drizzle-guard', `${key}.bin`);
}

function tryRead(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
