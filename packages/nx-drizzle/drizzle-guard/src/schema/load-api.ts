import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { writeCache } from '../files/write-whole';

type Exports = Record<string, (...values: unknown[]) => unknown>;

/** drizzle-kit's API loads drizzle-orm for every dialect, and uses one. */
const DIALECT_CORES = /^drizzle-orm\/(?:pg|mysql|sqlite|singlestore|mssql|gel)-core$/;

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
    let loaded: object | undefined;
    // Kept here: asking for it again resolves its path again, and a schema asks thousands of times.
    const load = () => (loaded ??= require(name) as object);
    return new Proxy(
      {},
      { get: (_, key) => Reflect.get(load(), key), has: (_, key) => Reflect.has(load(), key) },
    );
  };
  return Object.assign(lazy, require);
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
