import { describe, expect, it } from 'vitest';
import { adviseOnHookFile, planHookFile } from './hook-file';

const LINE = 'drizzle-guard hook pre-commit "$@"\n';
const plan = (before: string | null, lead: string[] = []) =>
  planHookFile('.husky/pre-commit', 'pre-commit', before, lead)?.after;

describe('planHookFile', () => {
  it('makes a missing file of our line alone', () => {
    expect(plan(null)).toBe(LINE);
  });

  it('puts what leads into a new file only', () => {
    expect(plan(null, ['lint-staged'])).toBe(`lint-staged\n${LINE}`);
    expect(plan('npm test\n', ['lint-staged'])).toBe(`npm test\n${LINE}`);
  });

  it('keeps what is there, and ends its last line', () => {
    expect(plan('# mine\n\nnpm test')).toBe(`# mine\n\nnpm test\n${LINE}`);
  });

  it.each(['exit 0\n', 'exec npm test\n', 'exit $status\n\n'])(
    'goes before %j, after which nothing runs',
    (end) => {
      expect(plan(`npm test\n${end}`)).toBe(`npm test\n${LINE}${end}`);
    },
  );

  it('goes after an exit that is not the end', () => {
    const script = 'if [ -n "$CI" ]; then\n  exit 0\nfi\n';
    expect(plan(script)).toBe(script + LINE);
    expect(plan('[ -n "$CI" ] &&\nexit 0\nnpm test\n')).toBe(`[ -n "$CI" ] &&\nexit 0\nnpm test\n${LINE}`);
  });

  it.each([
    LINE,
    'npx drizzle-guard hook pre-commit "$@"',
    './node_modules/.bin/drizzle-guard  hook pre-commit',
    'npm test && drizzle-guard hook pre-commit "$@"\n',
    '"$dir/drizzle-guard" hook pre-commit',
  ])('finds nothing to do in %j', (script) => {
    expect(plan(script)).toBeUndefined();
  });

  it.each([
    '# drizzle-guard hook pre-commit\n',
    'drizzle-guard hook pre-commit-x\n',
    'drizzle-guard check\n',
  ])('is not taken in by %j', (script) => {
    expect(plan(script)).toBe(script + LINE);
  });
});

describe('adviseOnHookFile', () => {
  it('has nothing to say of a new or a plain file', () => {
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', null)).toEqual([]);
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', 'npm test\n# cat\n')).toEqual([]);
  });

  it('warns of Windows line ends', () => {
    expect(adviseOnHookFile('.husky/pre-commit', 'pre-commit', 'npm test\r\n')).toMatchInlineSnapshot(`
      [
        ".husky/pre-commit has Windows line ends, which sh takes as a part of each command: save it with LF, as .gitattributes now asks",
      ]
    `);
  });

  it.each(['git lfs pre-push "$@"', 'while read local sha; do :; done'])(
    'warns that %s leaves nothing on stdin',
    (line) => {
      const [advice] = adviseOnHookFile('.husky/pre-push', 'pre-push', `npm test\n${line}\n`);
      expect(advice).toContain(`| ${line}\n`);
      expect(adviseOnHookFile('.husky/pre-commit', 'pre-commit', line)).toEqual([]);
    },
  );

  it('uses what the script has read itself', () => {
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', 'refs=$(cat)\n')).toMatchInlineSnapshot(`
      [
        ".husky/pre-push reads what git writes to it (\`refs=$(cat)\`), which leaves nothing for drizzle-guard. Feed it by hand:
        printf '%s\\n' "$refs" | drizzle-guard hook pre-push "$@"",
      ]
    `);
  });

  it('is content once both are fed from a pipe', () => {
    const script = [
      'input=$(cat)',
      'printf \'%s\\n\' "$input" | git lfs pre-push "$@"',
      'printf \'%s\\n\' "$input" | drizzle-guard hook pre-push "$@"',
    ];
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', script.join('\n'))).toEqual([]);
  });

  it('is content with a reader that comes after ours', () => {
    const script = 'drizzle-guard hook pre-push "$@" </dev/null\ncat\n';
    expect(adviseOnHookFile('.husky/pre-push', 'pre-push', script)).toEqual([]);
  });
});
