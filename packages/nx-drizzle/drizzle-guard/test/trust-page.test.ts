import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HOOKS, repositoryRoot } from 'testkit';
import { expect, test } from 'vitest';
import { commands } from '../src/commands/index';

const PAGE = readFileSync(path.join(repositoryRoot, 'docs/trust.md'), 'utf8');

test('docs/trust.md has a row for every hook and every command, and for nothing else', () => {
  const rows = [...PAGE.matchAll(/^\| `?([a-z][a-z-]*)`? +\|/gm)].map(([, name]) => name);
  const names = [...HOOKS, ...commands.map(({ name }) => name)];
  expect(rows.filter((name) => name !== 'hook' && name !== 'command').sort()).toEqual([...names].sort());
});
