// Builds both published packages. A plain script, never an Nx target: nx.json names the plugin that is built here,
// and Nx refuses every command while that build is absent.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const guard = path.join(root, 'packages/drizzle-guard');
const plugin = path.join(root, 'packages/nx-drizzle');
const require = createRequire(import.meta.url);
const tsc = require.resolve('typescript/bin/tsc');

/** Where to start; what they import with `import()` is found from here. */
const ENTRIES = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  runtime: 'src/runtime.ts',
  'schema-process': 'src/schema/inside/main.ts',
  'kit-at-terminal': 'src/schema/inside/kit-at-terminal.ts',
  'shadow-process': 'src/engines/shadow/process.ts',
  'seed-process': 'src/seeding/process.ts',
  // Read by `bundlePlugin` too.
  'commands.targets': 'src/commands/targets.ts',
};

/** Resolved when they are used: esbuild has a binary beside it, the others are the user's own. */
const EXTERNAL = [
  'esbuild',
  'drizzle-kit',
  'drizzle-orm',
  '@electric-sql/pglite',
  'libpg-query',
  'pg',
  'mysql2',
];

/**
 * One CommonJS file for each entry and for each module that is loaded later: bundling is what keeps the
 * start near node's own floor, and what is not used is not read. What two of them share is in both.
 */
async function bundleGuard() {
  rmSync(path.join(guard, 'dist'), { recursive: true, force: true });
  const parts = new Map(Object.entries(ENTRIES));
  for (const [name, file] of parts) await bundlePart(name, file, parts);
  chmodSync(path.join(guard, 'bin/drizzle-guard.js'), 0o755);
}

/** Imported when it is used; or required then, where nobody can wait for an import. */
function isLoadedLater(kind, wanted, importer) {
  if (kind === 'dynamic-import') return true;
  return kind === 'require-call' && !isBuiltin(wanted) && importer.startsWith(path.join(guard, 'src'));
}

/** The folder of a command: what it does and how that is worded are used together, and are one part. */
const COMMAND = /^.*[\\/]src[\\/]commands[\\/]\w+(?=[\\/](?:run|render)\.ts$)/;

/**
 * Modules that a hook with new migrations needs one after another: apart, each would bring the list of all rules along,
 * which is most of it.
 */
const TOGETHER = {
  'judging.new-migrations': [
    'src/judging/parts/proof.ts',
    'src/judging/news-of-base.ts',
    'src/judging/meetings.ts',
    'src/judging/branch-conflicts.ts',
    'src/judging/lost-in-merge.ts',
    'src/judging/parts/meeting.ts',
  ],
};

/** @param {string} file of one part, or the folder of a command, or the name of what is together */
function entryOf(name, file) {
  const [folder, files] = COMMAND.test(`${file}/run.ts`)
    ? [file, ['run', 'render']]
    : [guard, TOGETHER[name] ?? []];
  if (files.length === 0) return { entryPoints: { [name]: file } };
  const contents = files.map((one) => `export * from './${one.replace(/\.ts$/, '')}';`).join('\n');
  return { stdin: { contents, resolveDir: folder, sourcefile: `${name}.ts` }, entryNames: name };
}

/** @param {Map<string, string>} parts name → file; those that this one imports are added */
async function bundlePart(name, file, parts) {
  const apart = {
    name: 'apart',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /.*/ }, async ({ path: wanted, kind, importer, resolveDir, pluginData }) => {
        if (!isLoadedLater(kind, wanted, importer) || pluginData === apart) return undefined;
        const found = await resolve(wanted, { kind, resolveDir, pluginData: apart });
        if (found.external || found.errors.length > 0) return found;
        const [command] = COMMAND.exec(found.path) ?? [];
        const part = partName(command ?? found.path);
        parts.set(part, command ?? found.path);
        return { path: `./${part}.js`, external: true };
      });
    },
  };
  await build({
    absWorkingDir: guard,
    ...entryOf(name, file),
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

/** `src/commands/check/run.ts` → `commands.check.run`; a package has its own name. */
function partName(file) {
  const inPackage = file.split('node_modules/').at(-1);
  if (inPackage !== file)
    return inPackage
      .split('/')
      .slice(0, inPackage.startsWith('@') ? 2 : 1)
      .join('.');
  const together = Object.entries(TOGETHER).find(([, files]) =>
    files.some((one) => path.join(guard, one) === file),
  );
  if (together) return together[0];
  return path.relative(path.join(guard, 'src'), file).replace(/\.ts$/, '').replaceAll(path.sep, '.');
}

/** Where Nx looks, as executors.json and generators.json say. */
const PLUGIN_ENTRIES = {
  index: 'src/index.ts',
  refuse: 'src/refuse.ts',
  'generators/init/generator': 'src/generators/init/generator.ts',
  'generators/remove/generator': 'src/generators/remove/generator.ts',
  'generators/ci/generator': 'src/generators/ci/generator.ts',
};

/**
 * With what it takes of drizzle-guard's source inside: the index is loaded with every nx command. Of the commands it
 * takes the targets, as data, since the rows that declare them know how to load what the commands do.
 */
async function bundlePlugin() {
  const { targets } = require(path.join(guard, 'dist/commands.targets.js'));
  const targetsAsData = {
    name: 'targets-as-data',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]commands[\\/]targets\.ts$/ }, () => ({
        contents: `export const targets = ${JSON.stringify(targets)};`,
      }));
    },
  };
  rmSync(path.join(plugin, 'dist'), { recursive: true, force: true });
  await build({
    absWorkingDir: plugin,
    entryPoints: PLUGIN_ENTRIES,
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    alias: { 'drizzle-guard/targets': path.join(guard, 'src/targets.ts') },
    external: ['nx', 'drizzle-guard'],
    plugins: [targetsAsData],
    logLevel: 'warning',
  });
}

function compile(project) {
  execFileSync(process.execPath, [tsc, '-p', path.join(root, project)], { stdio: 'inherit' });
}

/** The JSON schema that editors use is made from the same definition that validates the configuration. */
function writeConfigSchema() {
  const { configJsonSchema } = require(path.join(guard, 'dist/index.js'));
  mkdirSync(guard, { recursive: true });
  writeFileSync(path.join(guard, 'schema.json'), `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
}

await bundleGuard();
writeConfigSchema();
await bundlePlugin();
compile('packages/drizzle-guard/tsconfig.build.json');
compile('packages/nx-drizzle/tsconfig.build.json');
