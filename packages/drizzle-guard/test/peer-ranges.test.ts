import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cleanEnvironment } from 'testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { name, peerDependencies, peerDependenciesMeta, version } from '../package.json';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'guard-peers-'));
  // The ranges are what is tried: nothing else of the package, which would only take time.
  pack({ name, version, peerDependencies, peerDependenciesMeta });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An archive of nothing but a package.json, as npm packs it. */
function pack(manifest: { name: string; version: string; [key: string]: unknown }): string {
  const file = `${manifest.name}-${manifest.version}.tgz`;
  mkdirSync(path.join(folder, 'package'), { recursive: true });
  writeFileSync(path.join(folder, 'package/package.json'), JSON.stringify(manifest));
  execFileSync('tar', ['-czf', file, 'package'], { cwd: folder });
  return `file:../${file}`;
}

/** What npm says to it beside these versions of drizzle-kit and drizzle-orm; "" where it installs it. */
function refusal(kit: string, orm: string): string {
  const project = mkdtempSync(path.join(folder, 'project-'));
  const devDependencies = {
    'drizzle-guard': `file:../drizzle-guard-${version}.tgz`,
    'drizzle-kit': pack({ name: 'drizzle-kit', version: kit }),
    'drizzle-orm': pack({ name: 'drizzle-orm', version: orm }),
  };
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ name: 'p', devDependencies }));
  const words = ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund'];
  const { status, stderr } = spawnSync('npm', words, {
    cwd: project,
    env: cleanEnvironment(),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  // npm says why before it looks elsewhere for a version that would do, which it may have in its cache or not.
  return status === 0 ? '' : (/\bERESOLVE\b/.exec(stderr)?.[0] ?? stderr);
}

it.each([
  ['0.31.11', '0.45.4', ''],
  ['1.0.0-rc.5', '1.0.0-rc.5', ''],
  ['0.30.6', '0.45.4', 'ERESOLVE'],
  ['1.0.0-rc.4', '1.0.0-rc.4', 'ERESOLVE'],
])('beside drizzle-kit %s and drizzle-orm %s', (kit, orm, expected) => {
  expect(refusal(kit, orm)).toBe(expected);
});
