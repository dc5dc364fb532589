import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NODE, repositoryRoot } from './programs.mjs';

const PLUGIN = path.join(repositoryRoot, 'packages/nx-drizzle');
const SHOW = [NODE, 'node_modules/nx/dist/bin/nx.js', 'show', 'projects'];
const FOLDERS = ['with', 'without', 'idle'];

/** A plugin that infers nothing: what Nx itself takes for one more. */
const IDLE = "exports.createNodes = exports.createNodesV2 = ['**/drizzle*.config*.ts', async () => []];\n";

/** The same Nx workspace with 1,000 databases three times: with the plugin, without one, with one that does nothing. */
function makeWorkspaces(dir) {
  for (const [folder, plugins] of [
    ['with', ['nx-drizzle']],
    ['without', []],
    ['idle', ['idle']],
  ])
    makeWorkspace(path.join(dir, folder), plugins);
}

function makeWorkspace(dir, plugins) {
  const modules = path.join(dir, 'node_modules');
  mkdirSync(path.join(modules, 'idle'), { recursive: true });
  for (const name of ['nx', '@nx'])
    symlinkSync(path.join(repositoryRoot, 'node_modules', name), path.join(modules, name), 'junction');
  const { files } = JSON.parse(readFileSync(path.join(PLUGIN, 'package.json'), 'utf8'));
  for (const file of ['package.json', ...files])
    cpSync(path.join(PLUGIN, file), path.join(modules, 'nx-drizzle', file), { recursive: true });
  writeFileSync(path.join(modules, 'idle/index.js'), IDLE);
  writeFileSync(path.join(dir, 'package.json'), '{ "name": "bench", "workspaces": ["packages/*"] }');
  writeFileSync(path.join(dir, 'nx.json'), JSON.stringify({ plugins }));
  for (let i = 0; i < 1000; i += 1) {
    const folder = path.join(dir, `packages/db${i}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), `{ "name": "db${i}" }`);
    writeFileSync(path.join(folder, 'drizzle.config.ts'), 'export default {};\n');
  }
}

/** Nothing that Nx has kept. */
function forgetNx(dir) {
  for (const folder of FOLDERS) rmSync(path.join(dir, folder, '.nx'), { recursive: true, force: true });
}

function stopDaemons(dir) {
  for (const folder of FOLDERS)
    execFileSync(NODE, [SHOW[1], 'daemon', '--stop'], { cwd: path.join(dir, folder), stdio: 'ignore' });
}

const show = (name, referenceIn, more) => ({
  name: `nx show projects, 1000 configs, ${name}`,
  command: SHOW,
  in: 'with',
  reference: SHOW,
  referenceIn,
  budget: 1.1,
  setup: makeWorkspaces,
  ...more,
  env: { CI: undefined, NX_TUI: 'false', NX_DAEMON: 'false', ...more?.env },
});

/** @type {import('./measure.mjs').Bench[]} */
export const benches = [
  show('warm, with the daemon', 'without', { env: { NX_DAEMON: 'true' }, after: stopDaemons }),
  show('warm, without the daemon', 'without'),
  show('warm, without the daemon, to a plugin that does nothing', 'idle'),
  show('cold', 'without', { before: forgetNx }),
  show('cold, to a plugin that does nothing', 'idle', { before: forgetNx }),
];
