import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
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
    { kind: 'own-hooks', names: ['post-merge', 'pre-push'], husky: 'server/.husky' },
    { kind: 'own-hooks', names: ['pre-push'], husky: null },
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

  /** What is to be pasted, of one advice. */
  const pasted = (...given: Parameters<typeof managerAdvice>) =>
    managerAdvice(...given)[0]!
      .split('\n')
      .slice(2)
      .join('\n');
  const OURS = expect.stringContaining('drizzle-guard hook');

  it.each([
    ['', { 'pre-commit': { commands: { 'drizzle-guard': { run: OURS } } } }],
    [
      'pre-commit:\n  parallel: true\n  commands:\n    lint:\n      run: npm run lint\n\n# more\npre-push:\n  jobs:\n    - run: npm test\n',
      {
        'pre-commit': {
          parallel: true,
          commands: { lint: { run: 'npm run lint' }, 'drizzle-guard': { run: OURS } },
        },
        'pre-push': {
          jobs: [{ run: 'npm test' }],
          commands: { 'drizzle-guard': { run: OURS, use_stdin: true } },
        },
      },
    ],
    [
      'pre-commit:\n    commands: # ours\n        a:\n            run: b',
      { 'pre-commit': { commands: { a: { run: 'b' }, 'drizzle-guard': { run: OURS } } } },
    ],
    ['pre-commit:\n', { 'pre-commit': { commands: { 'drizzle-guard': { run: OURS } } } }],
  ])('what lefthook.yml says afterwards is YAML, and keeps what was there: %j', (text, expected) => {
    const after = parse(pasted({ kind: 'lefthook', file: 'lefthook.yml' }, text, COMMAND)) as object;
    expect(Object.keys(after).sort()).toEqual(['assert_lefthook_installed', ...HOOK_NAMES].sort());
    expect(after).toMatchObject(expected);
  });

  it.each(['pre-commit: { commands: { a: { run: b } } }', 'pre-commit:\n  commands: { a: { run: b } }\n'])(
    'a section of lefthook.yml in braces is asked for on lines: %j',
    (text) => {
      expect(managerAdvice({ kind: 'lefthook', file: 'lefthook.yml' }, text, COMMAND)).toEqual([
        'lefthook runs the hooks here. Write pre-commit of lefthook.yml on lines of its own, run `drizzle-guard init` again, and it shows what to add',
      ]);
    },
  );

  it('what lefthook.json says afterwards is JSON, and keeps what was there', () => {
    const text = '{ "colors": true, "pre-commit": { "commands": { "a": { "run": "b" } } } }';
    const after = JSON.parse(pasted({ kind: 'lefthook', file: 'lefthook.json' }, text, COMMAND)) as object;
    expect(after).toMatchObject({
      colors: true,
      'pre-commit': { commands: { a: { run: 'b' }, 'drizzle-guard': { run: OURS } } },
      'post-commit': { commands: { 'drizzle-guard': { run: expect.stringMatching(/\|\| true$/) } } },
    });
  });

  it('what simple-git-hooks has afterwards runs all that it had before', () => {
    const settings = { 'pre-commit': 'npx lint-staged', preserveUnused: true };
    const manifest = JSON.stringify({ name: 'x', 'simple-git-hooks': settings });
    const own = { kind: 'simple-git-hooks', file: '.simple-git-hooks.json' } as const;
    const inManifest = { kind: 'simple-git-hooks', file: 'package.json' } as const;
    const expected = {
      preserveUnused: true,
      'pre-commit': expect.stringMatching(/^npx lint-staged && \{ \[ .* hook pre-commit "\$@"; \}$/),
      'post-merge': expect.stringMatching(/^\[ ! .* \|\| true$/),
    };
    expect(JSON.parse(pasted(own, JSON.stringify(settings), COMMAND))).toMatchObject(expected);
    const lines = pasted(inManifest, manifest, COMMAND);
    expect(JSON.parse(`{ ${lines} }`)).toMatchObject({ 'simple-git-hooks': expected });
  });

  it('what package.json says afterwards for others is JSON, and keeps what was there', () => {
    const scripts = { test: 'vitest' };
    const forPackage = pasted(
      { kind: 'pre-commit-package' },
      JSON.stringify({ scripts, 'pre-commit': ['test'] }),
      COMMAND,
    );
    expect(JSON.parse(`{ ${forPackage} }`)).toEqual({
      scripts: { ...scripts, 'drizzle-guard:commit': 'drizzle-guard hook pre-commit' },
      'pre-commit': ['test', 'drizzle-guard:commit'],
    });
    const config = { port: 1, ghooks: { 'pre-push': 'npm test' } };
    const forGhooks = pasted({ kind: 'ghooks' }, JSON.stringify({ config }), COMMAND);
    expect(JSON.parse(`{ ${forGhooks} }`)).toMatchObject({
      config: {
        port: 1,
        ghooks: { 'pre-push': expect.stringMatching(/^npm test && \{ .* hook pre-push \$2 \$3; \}$/) },
      },
    });
  });

  it('the list of pre-commit is continued as it is indented', () => {
    const file = { kind: 'pre-commit-framework', file: '.pre-commit-config.yaml' } as const;
    const text = 'repos:\n    - repo: local\n      hooks: []\n';
    const after = parse(`${text}${pasted(file, text, COMMAND)}\n`) as { repos: { hooks: object[] }[] };
    expect(after.repos.map(({ hooks }) => hooks.length)).toEqual([0, HOOK_NAMES.length]);
  });

  it('is silent where every hook is called', () => {
    const written = HOOK_NAMES.map((name) => `x/drizzle-guard hook ${name} {0}`).join('\n');
    expect(managerAdvice({ kind: 'lefthook', file: 'lefthook.yml' }, written, COMMAND)).toEqual([]);
    expect(
      managerAdvice({ kind: 'own-hooks', names: ['pre-commit'], husky: null }, written, COMMAND),
    ).toEqual([]);
  });
});
