import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isWorkspacePackage, parsePnpmPackages, readWorkspacePatterns } from './workspace-patterns';

describe('isWorkspacePackage', () => {
  test.each([
    ['packages/db', ['packages/*'], true],
    ['packages/db', ['./packages/*/'], true],
    ['packages/db', ['packages/*/package.json'], true],
    ['packages/db', ['packages/db'], true],
    ['packages/data/db', ['packages/*'], false],
    ['packages/data/db', ['packages/**'], true],
    ['packages', ['packages/**'], true],
    ['apps/a/db', ['apps/*/db'], true],
    ['apps/db-pg', ['apps/db-*'], true],
    ['apps/db', ['{apps,libs}/*'], true],
    ['tools/db', ['{apps,libs}/*'], false],
    ['packages/db1', ['packages/db?'], true],
    ['packages/.hidden', ['packages/*'], false],
    ['packages/test/db', ['packages/**', '!**/test/**'], false],
    ['packages/db', ['packages/*', '!packages/db'], false],
    ['packages/a.b', ['packages/a.b'], true],
    ['packages/aXb', ['packages/a.b'], false],
    ['packages/db', [], false],
  ])('%s under %j: %s', (folder, patterns, expected) => {
    expect(isWorkspacePackage(folder, patterns)).toBe(expected);
  });
});

describe('parsePnpmPackages', () => {
  test('a block list, with quotes, comments and blank lines', () => {
    const text = [
      'packages:',
      '  # ours',
      "  - 'packages/*'",
      '',
      '  - "apps/**" # theirs',
      '  - tools/db # mine',
      '  - "!**/test/**"',
      'catalog:',
      '  - not/this',
    ].join('\r\n');
    expect(parsePnpmPackages(text)).toEqual(['packages/*', 'apps/**', 'tools/db', '!**/test/**']);
  });

  test('a list that is not indented', () => {
    expect(parsePnpmPackages('catalog: {}\npackages:\n- a\n- b')).toEqual(['a', 'b']);
  });

  test('a list in brackets', () => {
    expect(parsePnpmPackages('packages: ["packages/*", apps/*]\n')).toEqual(['packages/*', 'apps/*']);
  });

  test('no packages', () => {
    expect(parsePnpmPackages('catalog:\n  a: 1\n')).toEqual([]);
  });
});

describe('readWorkspacePatterns', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'nx-drizzle-patterns-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('package.json, as a list and as an object', () => {
    writeFileSync(path.join(root, 'package.json'), '{ "workspaces": ["packages/*"] }');
    expect(readWorkspacePatterns(root)).toEqual(['packages/*']);
    writeFileSync(
      path.join(root, 'package.json'),
      '{ "workspaces": { "packages": ["apps/*"], "nohoist": ["x"] } }',
    );
    expect(readWorkspacePatterns(root)).toEqual(['apps/*']);
  });

  test('pnpm-workspace.yaml and lerna.json besides', () => {
    writeFileSync(path.join(root, 'pnpm-workspace.yaml'), 'packages:\n  - a/*\n');
    writeFileSync(path.join(root, 'lerna.json'), '{}');
    expect(readWorkspacePatterns(root)).toEqual(['a/*', 'packages/*']);
  });

  test('nothing there', () => {
    expect(readWorkspacePatterns(root)).toEqual([]);
  });
});
