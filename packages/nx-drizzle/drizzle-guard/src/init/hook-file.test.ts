import { describe, expect, it } from 'vitest';
import { adviseOnHookFile, planHookFile, withoutOwnLines } from './hook-file';
import { hookLines } from './hook-line';

const BIN = 'node_modules/.bin/drizzle-guard';
const COMMAND = { run: BIN, installed: BIN, install: 'npm ci' };
const LINES = `${hookLines('pre-commit', COMMAND).join('\n')}\n`;
const plan = (before: string | null) =>
  planHookFile('.husky/pre-commit', 'pre-commit', before, COMMAND)?.after;
const without = (script: string) => withoutOwnLines(script, 'pre-commit');

const FOR_BUN = {
  run: '"$(command -v node || echo bun)" node_modules/drizzle-guard/bin/drizzle-guard.js',
  installed: 'node_modules/drizzle-guard/bin/drizzle-guard.js',
  install: 'bun install',
};

const FOR_YARN = { run: BIN, installed: BIN, install: 'yarn install', plugAndPlay: '.pnp.cjs' };

describe('planHookFile', () => {
  it('says what to set where Yarn makes no node_modules', () => {
    const made = planHookFile('x', 'pre-push', 'npm test\n', FOR_YARN)!.after;
    expect(made.split('\n')[1]).toBe(
      "[ -e node_modules/.bin/drizzle-guard ] || [ ! -e .pnp.cjs ] || { echo 'drizzle-guard: Yarn PnP has no node_modules, and drizzle-kit does not run there: put nodeLinker: node-modules into .yarnrc.yml, then run yarn install, or push with --no-verify; nothing was checked' >&2; exit 1; }",
    );
    expect(planHookFile('x', 'pre-push', made, FOR_YARN)).toBeNull();
    expect(withoutOwnLines(made, 'pre-push')).toBe('npm test\n');
    // The lines of an earlier version are replaced.
    const earlier = planHookFile('x', 'pre-push', 'npm test\n', {
      ...COMMAND,
      install: 'yarn install',
    })!.after;
    expect(planHookFile('x', 'pre-push', earlier, FOR_YARN)!.after).toBe(made);
  });

  it.each(['pre-commit', 'post-merge'] as const)('knows the lines for bun as its own: %s', (name) => {
    const made = planHookFile('x', name, 'npm test\n', FOR_BUN)!.after;
    expect(planHookFile('x', name, made, FOR_BUN)).toBeNull();
    expect(withoutOwnLines(made, name)).toBe('npm test\n');
    expect(planHookFile('x', name, made, COMMAND)!.after).toBe(
      `npm test\n${hookLines(name, COMMAND).join('\n')}\n`,
    );
  });

  it('makes a missing file of our lines alone', () => {
    expect(plan(null)).toMatchInlineSnapshot(`
      "[ -e node_modules/.bin/drizzle-guard ] || { echo 'drizzle-guard: dependencies are not installed in this worktree: run npm ci, or commit with --no-verify; nothing was checked' >&2; exit 1; }
      node_modules/.bin/drizzle-guard hook pre-commit "$@"
      "
    `);
    expect(planHookFile('.husky/post-merge', 'post-merge', null, COMMAND)?.after).toMatchInlineSnapshot(`
      "[ ! -e node_modules/.bin/drizzle-guard ] || node_modules/.bin/drizzle-guard hook post-merge "$@" || true
      "
    `);
  });

  it.each([
    ['', `\n${LINES}`],
    ['npm test\n', `npm test\n${LINES}`],
    ['# mine\n\nnpm test', `# mine\n\nnpm test\n${LINES.trimEnd()}`],
    ['npm test\nexit 0\n', `npm test\n${LINES}exit 0\n`],
    ['npm test\nexec npm test', `npm test\n${LINES}exec npm test`],
    ['npm test\nexit $status\n\n', `npm test\n${LINES}exit $status\n\n`],
    ['if [ -n "$CI" ]; then\n  exit 0\nfi\n', `if [ -n "$CI" ]; then\n  exit 0\nfi\n${LINES}`],
    ['[ -n "$CI" ] &&\nexit 0\nnpm test\n', `[ -n "$CI" ] &&\nexit 0\nnpm test\n${LINES}`],
    ['cd server\nnpm test\n', `${LINES}cd server\nnpm test\n`],
    [
      '#!/bin/sh\n. "$(dirname "$0")/_/husky.sh"\n\nnpm run a && cd server\n',
      `#!/bin/sh\n. "$(dirname "$0")/_/husky.sh"\n${LINES}\nnpm run a && cd server\n`,
    ],
    ['(cd server && npm test)\n# cd x\n', `(cd server && npm test)\n# cd x\n${LINES}`],
  ])('%j, and back', (before, after) => {
    expect(plan(before)).toBe(after);
    expect(plan(after)).toBeUndefined();
    expect(without(after)).toBe(before);
    expect(without(before)).toBe(before);
  });

  it('takes a file out that was made for it', () => {
    expect(without(LINES)).toBeNull();
  });

  it.each([
    ['drizzle-guard hook pre-commit "$@"\n', LINES],
    ['npm test\ndrizzle-guard hook pre-commit "$@"\nnpm run x\n', `npm test\nnpm run x\n${LINES}`],
    [`drizzle-guard hook pre-commit "$@"\n${LINES}`, LINES],
    [LINES.replace('npm ci', 'pnpm install'), LINES],
    [LINES.replaceAll(BIN, `server/${BIN}`), LINES],
    [LINES.replaceAll(BIN, `'my server/${BIN}'`), LINES],
  ])('replaces the lines of an earlier run in %j', (before, after) => {
    expect(plan(before)).toBe(after);
  });

  it.each([
    'npx drizzle-guard hook pre-commit "$@"',
    './bin/drizzle-guard  hook pre-commit',
    'npm test && drizzle-guard hook pre-commit "$@"\n',
    '"$dir/drizzle-guard" hook pre-commit',
  ])('leaves a call in a way of its own: %j', (script) => {
    expect(plan(script)).toBeUndefined();
    expect(without(script)).toBe(script);
  });

  it.each([
    '# drizzle-guard hook pre-commit\n',
    'drizzle-guard hook pre-commit-x\n',
    'drizzle-guard check\n',
  ])('is not taken in by %j', (script) => {
    expect(plan(script)).toBe(script + LINES);
  });

  it('takes nothing from a script that needs what git writes, and goes elsewhere', () => {
    const script = 'cd server\ngit lfs pre-push "$@"\n';
    expect(planHookFile('.husky/pre-push', 'pre-push', script, COMMAND)).toBeNull();
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', script, COMMAND)).toHaveLength(1);
  });
});

describe('adviseOnHookFile', () => {
  it('has nothing to say of a new or a plain file', () => {
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', null, COMMAND)).toEqual([]);
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', 'npm test\n# cat\n', COMMAND)).toEqual([]);
  });

  it('warns of Windows line ends', () => {
    expect(adviseOnHookFile('.husky/pre-commit', 'pre-commit', 'npm test\r\n', COMMAND))
      .toMatchInlineSnapshot(`
      [
        ".husky/pre-commit has Windows line ends, which sh takes as a part of each command: save it with LF, as .gitattributes now asks",
      ]
    `);
  });

  it.each(['git lfs pre-push "$@"', 'while read local sha; do :; done'])(
    'warns that %s leaves nothing on stdin',
    (line) => {
      const [advice] = adviseOnHookFile('.husky/pre-push', 'pre-push', `npm test\n${line}\n`, COMMAND);
      expect(advice).toContain(`| ${line}\n`);
      expect(adviseOnHookFile('.husky/pre-commit', 'pre-commit', line, COMMAND)).toEqual([]);
    },
  );

  it('uses what the script has read itself', () => {
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', 'refs=$(cat)\n', COMMAND)).toMatchInlineSnapshot(`
      [
        ".husky/pre-push reads what git writes to it (\`refs=$(cat)\`), which leaves nothing for drizzle-guard. Feed it by hand:
        printf '%s\\n' "$refs" | node_modules/.bin/drizzle-guard hook pre-push "$@"",
      ]
    `);
  });

  it('is content once both are fed from a pipe', () => {
    const script = [
      'input=$(cat)',
      'printf \'%s\\n\' "$input" | git lfs pre-push "$@"',
      'printf \'%s\\n\' "$input" | drizzle-guard hook pre-push "$@"',
    ];
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', script.join('\n'), COMMAND)).toEqual([]);
  });

  it('is content with a reader that comes after ours', () => {
    const script = 'drizzle-guard hook pre-push "$@" </dev/null\ncat\n';
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', script, COMMAND)).toEqual([]);
  });
});
