import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

// Runs tests on another Node than this one: `node tools/ci/on-node.mjs 24 --project unit`. What is newer in Node than the
// oldest that is supported (node:sqlite, say) is tested nowhere else.

const [major, ...args] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'node_modules/.cache/node', major);
const platform = process.platform === 'win32' ? 'win' : process.platform;
/** The binary alone: what the package `node` installs by a script. */
const name = `node-${platform}-${process.arch}`;
const bin = path.join(folder, 'node_modules', name, 'bin');
mkdirSync(folder, { recursive: true });
const npm = ['install', '--prefix', folder, '--no-audit', '--no-fund', `${name}@${major}`];
execFileSync('npm', npm, { stdio: 'inherit', shell: process.platform === 'win32' });

const manifest = createRequire(import.meta.url).resolve('vitest/package.json');
const vitest = path.join(path.dirname(manifest), 'vitest.mjs');
const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
const { status } = spawnSync(path.join(bin, 'node'), [vitest, 'run', ...args], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
