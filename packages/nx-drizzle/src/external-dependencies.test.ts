import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findExternalDependencies, listNpmPackages } from './external-dependencies';

const NPM = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { name: 'workspace', devDependencies: { 'drizzle-orm': '*' } },
    'node_modules/drizzle-guard': { version: '0.1.0', resolved: 'packages/drizzle-guard', link: true },
    'node_modules/drizzle-orm': { peer: true },
    'node_modules/drizzle-kit': { version: '0.31.11' },
    'node_modules/drizzle-orm-extra': { version: '1.0.0' },
    'packages/drizzle-guard': { version: '0.1.0' },
  },
});

describe('listNpmPackages', () => {
  test('package-lock.json: not what is absent, and not what is a link', () => {
    expect(listNpmPackages('package-lock.json', NPM)).toEqual(['drizzle-kit']);
  });

  test('package-lock.json: what lies in a package alone', () => {
    const text = JSON.stringify({
      packages: { 'packages/db/node_modules/drizzle-orm': { version: '0.45.4' } },
    });
    expect(listNpmPackages('package-lock.json', text)).toEqual(['drizzle-orm']);
  });

  test('package-lock.json: what is not JSON, or of npm 6', () => {
    expect(listNpmPackages('package-lock.json', '<<<<<<< HEAD')).toEqual([]);
    expect(listNpmPackages('package-lock.json', '{ "dependencies": { "drizzle-kit": {} } }')).toEqual([]);
  });

  test('pnpm-lock.yaml 9', () => {
    const text = [
      'overrides:',
      '  drizzle-guard@0.1: 0.1.1',
      'importers:',
      '  packages/db:',
      '    dependencies:',
      '      drizzle-guard:',
      '        specifier: workspace:*',
      '        version: link:../drizzle-guard',
      'packages:',
      '',
      '  drizzle-kit@0.31.11:',
      '    resolution: {integrity: sha512-x}',
      '',
      '  drizzle-orm@0.45.4(pg@8.0.0):',
      '    resolution: {integrity: sha512-y}',
    ].join('\n');
    expect(listNpmPackages('pnpm-lock.yaml', text)).toEqual(['drizzle-kit', 'drizzle-orm']);
  });

  test.each([
    '  /drizzle-kit/0.31.11:\n    resolution: {}\n',
    '  /drizzle-kit@0.31.11:\n    resolution: {}\n',
  ])('pnpm-lock.yaml 5 and 6: %j', (text) => {
    expect(listNpmPackages('pnpm-lock.yaml', text)).toEqual(['drizzle-kit']);
  });

  test('yarn.lock of yarn 1', () => {
    const text =
      'drizzle-kit@^0.31.0, drizzle-kit@^0.31.4:\n  version "0.31.11"\n\ndrizzle-orm-x@1:\n  version "1.0.0"\n';
    expect(listNpmPackages('yarn.lock', text)).toEqual(['drizzle-kit']);
  });

  test('yarn.lock of berry', () => {
    const text = [
      '"drizzle-guard@npm:*, drizzle-guard@workspace:packages/drizzle-guard":',
      '  version: 0.0.0-use.local',
      '  resolution: "drizzle-guard@workspace:packages/drizzle-guard"',
      '',
      '"drizzle-orm@npm:^0.45.0":',
      '  version: 0.45.4',
    ].join('\n');
    expect(listNpmPackages('yarn.lock', text)).toEqual(['drizzle-orm']);
  });

  test('bun.lock', () => {
    const text = [
      '    "drizzle-guard": ["drizzle-guard@workspace:packages/drizzle-guard"],',
      '    "drizzle-kit": ["drizzle-kit@0.31.11", "", {}, "sha512-x"],',
    ].join('\n');
    expect(listNpmPackages('bun.lock', text)).toEqual(['drizzle-kit']);
  });

  test('bun.lockb is not read', () => {
    expect(listNpmPackages('bun.lockb', '"drizzle-kit": ["drizzle-kit@0.31.11"')).toEqual([]);
  });
});

describe('findExternalDependencies', () => {
  let workspaceRoot: string;
  beforeEach(() => {
    workspaceRoot = mkdtempSync(path.join(tmpdir(), 'nx-drizzle-lock-'));
    writeFileSync(path.join(workspaceRoot, 'package-lock.json'), NPM);
    writeFileSync(path.join(workspaceRoot, 'yarn.lock'), 'drizzle-kit@^0.31.0:\n  version "0.31.11"\n');
  });
  afterEach(() => rmSync(workspaceRoot, { recursive: true }));

  test('the lock file that Nx passed on', () => {
    const context = { workspaceRoot, nxJsonConfiguration: {} };
    expect(findExternalDependencies(['db/drizzle.config.ts', 'package-lock.json'], context)).toEqual([
      'drizzle-kit',
    ]);
  });

  test('a lock file that Nx did not pass on', () => {
    const context = { workspaceRoot, nxJsonConfiguration: {} };
    expect(findExternalDependencies(['db/drizzle.config.ts'], context)).toEqual([]);
  });

  test('a lock file of a package does not count', () => {
    const context = { workspaceRoot, nxJsonConfiguration: {} };
    expect(findExternalDependencies(['db/package-lock.json'], context)).toEqual([]);
  });

  test('two lock files', () => {
    const context = { workspaceRoot, nxJsonConfiguration: {} };
    expect(findExternalDependencies(['package-lock.json', 'yarn.lock'], context)).toEqual([]);
  });

  test("nx.json says that Nx does not read it, or that it reads another manager's", () => {
    const off = { pluginsConfig: { '@nx/js': { analyzeLockfile: false } } };
    expect(
      findExternalDependencies(['package-lock.json'], { workspaceRoot, nxJsonConfiguration: off }),
    ).toEqual([]);
    const pnpm = { cli: { packageManager: 'pnpm' } };
    expect(
      findExternalDependencies(['package-lock.json'], { workspaceRoot, nxJsonConfiguration: pnpm }),
    ).toEqual([]);
    const npm = { cli: { packageManager: 'npm' } };
    expect(
      findExternalDependencies(['package-lock.json'], { workspaceRoot, nxJsonConfiguration: npm }),
    ).toEqual(['drizzle-kit']);
  });
});
