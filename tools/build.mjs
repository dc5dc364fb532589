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

/** Only init wants these: in files of their own, because every other command would have to read them too. */
const APART = { 'simple-git': 'simple-git', '@clack/prompts': 'prompts' };
const apart = {
  name: 'apart',
  setup({ onResolve }) {
    onResolve({ filter: /^(simple-git|@clack\/prompts)$/ }, ({ path: name }) => ({
      path: `./${APART[name]}.js`,
      external: true,
    }));
  },
};

const bundle = {
  absWorkingDir: guard,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // jsonc-parser's main is UMD, which no bundler can follow.
  mainFields: ['module', 'main'],
  legalComments: 'linked',
  // A third of the text to read at each start; DRIZZLE_GUARD_DEBUG reads the source map for its stack traces.
  minify: true,
  logLevel: 'warning',
};

/**
 * One CommonJS file for each part: bundling is what keeps the start near node's own floor, and a part that is not used
 * is not read.
 */
async function bundleGuard() {
  rmSync(path.join(guard, 'dist'), { recursive: true, force: true });
  await build({
    ...bundle,
    entryPoints: {
      cli: 'src/cli/main.ts',
      program: 'src/cli/program.ts',
      hook: 'src/cli/run-hook.ts',
      index: 'src/index.ts',
      'schema-worker': 'src/schema/worker.ts',
      'shadow-process': 'src/database/shadow/process.ts',
    },
    plugins: [apart],
    // Resolved when they are used: esbuild has a binary beside it, the others are the user's own.
    external: ['esbuild', 'drizzle-kit', 'drizzle-orm', '@electric-sql/pglite'],
    sourcemap: 'linked',
    sourcesContent: false,
  });
  await build({
    ...bundle,
    entryPoints: Object.fromEntries(Object.entries(APART).map(([name, file]) => [file, name])),
  });
  chmodSync(path.join(guard, 'bin/drizzle-guard.js'), 0o755);
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
