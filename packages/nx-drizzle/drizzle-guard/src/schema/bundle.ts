import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Message, OnLoadResult, OnResolveResult, Plugin } from 'esbuild';
import { GuardError } from '../errors/guard-error';
import type { Tree } from '../sources/tree';
import { createResolver, type Resolver } from './resolver';

const ENTRY = 'drizzle-guard:entry';

/**
 * Bundles TypeScript or JavaScript files of a Tree with everything they import from it into one CommonJS text, without
 * writing anything. Its exports are one namespace a file: `module0`, `module1`, … in the order given. Installed
 * packages stay outside, by absolute path.
 *
 * @param dir the database's package folder
 * @param onDisk told of every path outside the Tree that went into it
 * @throws GuardError `cannot-evaluate` with the compiler's place and words, or what an import lacks
 */
export async function bundle(
  tree: Tree,
  dir: string,
  files: readonly string[],
  onDisk?: (absolute: string) => void,
): Promise<string> {
  const esbuild = await import('esbuild');
  const built = async (awaits: boolean) => {
    const plugins = [
      treePlugin(tree, createResolver(tree, dir, onDisk), files, awaits, onDisk, esbuild.transform),
    ];
    const result = await esbuild.build({
      absWorkingDir: tree.root,
      entryPoints: [ENTRY],
      bundle: true,
      write: false,
      platform: 'node',
      format: awaits ? 'esm' : 'cjs',
      target: 'node20',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
      ...(awaits ? { define: { 'import.meta': 'drizzleGuardMeta' } } : {}),
      plugins,
    });
    return result.outputFiles[0]!.text;
  };
  try {
    return await built(false).catch((thrown: unknown) => {
      if (!awaitsAtTop(thrown)) throw thrown;
      return built(true).then(asPromise);
    });
  } catch (thrown) {
    const [first] = (thrown as BuildFailure).errors ?? [];
    if (!first) throw thrown;
    throw new GuardError('cannot-evaluate', messageOf(tree, first), helpOf(first), { cause: thrown });
  }
}

function awaitsAtTop(thrown: unknown): boolean {
  const errors = (thrown as BuildFailure).errors ?? [];
  return errors.length > 0 && errors.every(({ text }) => text.startsWith('Top-level await'));
}

/**
 * No CommonJS can await. A bundle without any import or export can be the body of a function that does: what is not
 * bundled is required, and the entry hands its namespaces over. The lines stay where they are.
 */
function asPromise(body: string): string {
  return `module.exports = (async () => { let all; const drizzleGuardMeta = {}; const ${HAND_OVER} = (given) => (all = given); ${body}\nreturn all; })();`;
}

const HAND_OVER = 'drizzleGuardModules';

function treePlugin(
  tree: Tree,
  resolve: Resolver,
  files: readonly string[],
  awaits: boolean,
  onDisk: ((absolute: string) => void) | undefined,
  transform: Transform,
): Plugin {
  return {
    name: 'drizzle-guard-tree',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args): Promise<OnResolveResult | undefined> => {
        if (args.path === ENTRY) return { path: ENTRY, namespace: 'entry' };
        // As Node has it, a module is where it lies, and what it imports is beside that place.
        const real = (file: string) => tree.realPath?.(file) ?? file;
        if (args.namespace === 'entry') return { path: real(args.path), namespace: 'tree' };
        const external = (file: string): OnResolveResult =>
          awaits && args.kind === 'import-statement'
            ? { path: file, namespace: 'required' }
            : { path: file, external: true };
        if (args.namespace === 'required') return { path: args.path, external: true };
        if (args.namespace !== 'tree') {
          onDisk?.(args.importer);
          const file = requirable(args.path, args.importer);
          return file === undefined ? undefined : external(file);
        }
        const resolution = await resolve(args.path, args.importer);
        if ('tree' in resolution) return { path: real(resolution.tree), namespace: 'tree' };
        if ('disk' in resolution) return { path: resolution.disk, namespace: 'file' };
        if ('external' in resolution) return external(resolution.external);
        if ('esmOnlyFrom' in resolution)
          return build.resolve(args.path, { resolveDir: resolution.esmOnlyFrom, kind: 'import-statement' });
        return { errors: [{ text: resolution.problem, detail: UNRESOLVED }] };
      });
      build.onLoad({ filter: /.*/, namespace: 'entry' }, () => ({
        contents: awaits ? handingOver(files) : exporting(files),
        loader: 'js',
      }));
      build.onLoad({ filter: /.*/, namespace: 'required' }, ({ path: file }) => ({
        contents: `module.exports = require(${JSON.stringify(file)});`,
        loader: 'js',
      }));
      build.onLoad({ filter: /.*/, namespace: 'tree' }, async ({ path: file }): Promise<OnLoadResult> => {
        const bytes = await tree.read(file);
        if (!bytes) return { errors: [{ text: `${file} is not in ${tree.label}`, detail: UNRESOLVED }] };
        const loader = loaderOf(file);
        const text = bytes.toString('utf8');
        if (loader === 'json' || !/import\.meta|__dirname|__filename/.test(text))
          return { contents: text, loader };
        const known = await transform(text, { loader, define: placesOf(path.join(tree.root, file)) });
        return { contents: known.code, loader: 'js' };
      });
    },
  };
}

function exporting(files: readonly string[]): string {
  return files.map((file, i) => `export * as module${i} from ${JSON.stringify(file)};`).join('\n');
}

function handingOver(files: readonly string[]): string {
  const imports = files.map((file, i) => `import * as module${i} from ${JSON.stringify(file)};`);
  return `${imports.join('\n')}\n${HAND_OVER}({ ${files.map((_, i) => `module${i}`).join(', ')} });`;
}

/** What a built file or a bundled package imports stays outside the bundle where Node can require it. */
function requirable(specifier: string, importer: string): string | undefined {
  if (isBuiltin(specifier)) return specifier;
  if (/^[./#]/.test(specifier)) return undefined;
  try {
    return createRequire(importer).resolve(specifier);
  } catch {
    return undefined;
  }
}

type Transform = (typeof import('esbuild'))['transform'];

const UNRESOLVED = 'unresolved';

function loaderOf(file: string): 'ts' | 'tsx' | 'js' | 'jsx' | 'json' {
  if (file.endsWith('.json')) return 'json';
  if (file.endsWith('.tsx')) return 'tsx';
  if (file.endsWith('.jsx')) return 'jsx';
  return /\.[mc]?js$/.test(file) ? 'js' : 'ts';
}

/** What a module may ask about its own place; the bundle's own place would be wrong for each of them. */
function placesOf(absolute: string): Record<string, string> {
  const [url, dirname] = [pathToFileURL(absolute).href, path.dirname(absolute)].map((text) =>
    JSON.stringify(text),
  );
  const filename = JSON.stringify(absolute);
  return {
    'import.meta.url': url!,
    'import.meta.dirname': dirname!,
    'import.meta.filename': filename,
    __dirname: dirname!,
    __filename: filename,
  };
}

function messageOf(tree: Tree, { text, location, detail }: Message): string {
  if (detail === UNRESOLVED || !location) return text;
  const file = path.isAbsolute(location.file) ? path.relative(tree.root, location.file) : location.file;
  return `${file.replace(/^tree:/, '')}:${location.line}:${location.column + 1} does not compile: ${text}`;
}

function helpOf({ text, detail }: Message): string {
  if (detail !== UNRESOLVED) return 'correct the file, then run the command again';
  if (text.includes('may be an alias')) return 'generate that file, then run the command again';
  if (text.includes('not installed')) return 'install it (`npm install`), then run the command again';
  if (text.includes('not built')) return 'build that package, then run the command again';
  if (text.includes('the index')) return 'stage it (`git add`), or take the import out';
  return 'correct the import, then run the command again';
}
