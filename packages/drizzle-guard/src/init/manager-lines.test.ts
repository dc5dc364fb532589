import { describe, expect, it } from 'vitest';
import { HOOK_NAMES } from './hook-line';
import { managerAdvice } from './manager-lines';

const BIN = 'node_modules/.bin/drizzle-guard';
const COMMAND = { run: BIN, installed: BIN, install: 'npm ci' };

describe('managerAdvice', () => {
  it.each([
    { kind: 'lefthook', file: 'lefthook.yml' },
    { kind: 'lefthook', file: '.lefthook.json' },
    { kind: 'lefthook', file: 'lefthook.toml' },
    { kind: 'pre-commit-framework', file: '.pre-commit-config.yaml' },
    { kind: 'simple-git-hooks', file: 'package.json' },
    { kind: 'pre-commit-package' },
    { kind: 'ghooks' },
    { kind: 'old-husky', range: '^4.3.8' },
    { kind: 'hooks-path', folder: 'tools/hooks' },
    { kind: 'hooks-path', folder: '/home/me/.githooks' },
    { kind: 'own-hooks', names: ['post-merge', 'pre-push'] },
    { kind: 'no-manifest' },
  ] as const)('%j', (manager) => {
    expect(
      managerAdvice(
        manager.kind === 'own-hooks' ? { ...manager, names: [...manager.names] } : manager,
        '',
        COMMAND,
      ).join('\n\n'),
    ).toMatchSnapshot();
  });

  it('is silent where every hook is called', () => {
    const written = HOOK_NAMES.map((name) => `x/drizzle-guard hook ${name} {0}`).join('\n');
    expect(managerAdvice({ kind: 'lefthook', file: 'lefthook.yml' }, written, COMMAND)).toEqual([]);
    expect(managerAdvice({ kind: 'own-hooks', names: ['pre-commit'] }, written, COMMAND)).toEqual([]);
  });
});
