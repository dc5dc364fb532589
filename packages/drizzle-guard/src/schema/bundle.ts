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
  try {
    const result = await esbuild.build({
      absWorkingDir: tree.root,
      entryPoints: [ENTRY],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
      plugins: [treePlugin(tree, createResolver(tree, dir, onDisk), files, onDisk, esbuild.transform)],
    });
    return result.outputFiles[0]!.text;
  } catch (thrown) {
    const [first] = (thrown as BuildFailure).errors ?? [];
    if (!first) throw thrown;
    throw new GuardError('cannot-evaluate', messageOf(tree, first), helpOf(first), { cause: thrown });
  }
}

function treePlugin(
  tree: Tree,
  resolve: Resolver,
  files: readonly string[],
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
        if (args.namespace !== 'tree') {
          onDisk?.(args.importer);
          return requirable(args.path, args.importer);
        }
        const resolution = await resolve(args.path, args.importer);
        if ('tree' in resolution) return { path: real(resolution.tree), namespace: 'tree' };
        if ('disk' in resolution) return { path: resolution.disk, namespace: 'file' };
        if ('external' in resolution) return { path: resolution.external, external: true };
        if ('esmOnlyFrom' in resolution)
          return build.resolve(args.path, { resolveDir: resolution.esmOnlyFrom, kind: 'import-statement' });
        return { errors: [{ text: resolution.problem, detail: UNRESOLVED }] };
      });
      build.onLoad({ filter: /.*/, namespace: 'entry' }, () => ({
        contents: files.map((file, i) => `export * as module${i} from ${JSON.stringify(file)};`).join('\n'),
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

/** What a built file or a bundled package imports stays outside the bundle where Node can require it. */
function requirable(specifier: string, importer: string): OnResolveResult | undefined {
  if (/^[./#]/.test(specifier) || isBuiltin(specifier)) return undefined;
  try {
    return { path: createRequire(importer).resolve(specifier), external: true };
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
  if (text.includes('not installed')) return 'install it (`npm install`), then run the command again';
  if (text.includes('not built')) return 'build that package, then run the command again';
  if (text.includes('the index')) return 'stage it (`git add`), or take the import out';
  return 'correct the import, then run the command again';
}
