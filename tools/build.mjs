// Builds both published packages. A plain script, never an Nx target: nx.json names the plugin that is built here,
// and Nx refuses every command while that build is absent.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const guard = path.join(root, 'packages/drizzle-guard');

/** Where to start; what they import with `import()` is found from here. */
const ENTRIES = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  'schema-worker': 'src/schema/worker.ts',
  'shadow-process': 'src/database/shadow/process.ts',
};

/** Resolved when they are used: esbuild has a binary beside it, the others are the user's own. */
const EXTERNAL = ['esbuild', 'drizzle-kit', 'drizzle-orm', '@electric-sql/pglite'];

/**
 * One CommonJS file for each entry and for each module that is imported with `import()`: bundling is what keeps the
 * start near node's own floor, and what is not used is not read. What two of them share is in both.
 */
async function bundleGuard() {
  rmSync(path.join(guard, 'dist'), { recursive: true, force: true });
  const parts = new Map(Object.entries(ENTRIES));
  for (const [name, file] of parts) await bundlePart(name, file, parts);
  chmodSync(path.join(guard, 'bin/drizzle-guard.js'), 0o755);
}

/** @param {Map<string, string>} parts name → file; those that this one imports are added */
async function bundlePart(name, file, parts) {
  const apart = {
    name: 'apart',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /.*/ }, async ({ path: wanted, kind, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === apart) return undefined;
        const found = await resolve(wanted, { kind, resolveDir, pluginData: apart });
        if (found.external || found.errors.length > 0) return found;
        const part = partName(found.path);
        parts.set(part, found.path);
        return { path: `./${part}.js`, external: true };
      });
    },
  };
  await build({
    absWorkingDir: guard,
    entryPoints: { [name]: file },
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // jsonc-parser's main is UMD, which no bundler can follow.
    mainFields: ['module', 'main'],
    // With require: the loader of ES modules costs milliseconds.
    supported: { 'dynamic-import': false },
    external: EXTERNAL,
    plugins: [apart],
    legalComments: 'linked',
    // A third of the text to read at each start; DRIZZLE_GUARD_DEBUG reads the source map for its stack traces.
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
}

/** `src/commands/check.ts` → `commands.check`; a package has its own name. */
function partName(file) {
  const inPackage = file.split('node_modules/').at(-1);
  if (inPackage !== file)
    return inPackage
      .split('/')
      .slice(0, inPackage.startsWith('@') ? 2 : 1)
      .join('.');
  return path.relative(path.join(guard, 'src'), file).replace(/\.ts$/, '').replaceAll(path.sep, '.');
}

function compile(project) {
  execFileSync(process.execPath, [tsc, '-p', path.join(root, project)], { stdio: 'inherit' });
}

/** The JSON schema that editors use is made from the same definition that validates the configuration. */
function writeConfigSchema() {
  const { configJsonSchema } = createRequire(import.meta.url)(path.join(guard, 'dist/index.js'));
  mkdirSync(guard, { recursive: true });
  writeFileSync(path.join(guard, 'schema.json'), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
}

await bundleGuard();
writeConfigSchema();
compile('packages/drizzle-guard/tsconfig.build.json');
compile('packages/nx-drizzle/tsconfig.build.json');
