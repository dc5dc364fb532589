import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isLong, repositoryRoot } from 'testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

const RULES = 'packages/drizzle-guard/src/rules';

let copy = '';

/** A copy of this repository without what is built and installed, which is linked. */
beforeAll(() => {
  copy = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-scaffold-'));
  const isSource = (file: string) =>
    !/[/\\](node_modules|dist|\.git|\.nx|\.pglite)$/.test(file.slice(repositoryRoot.length));
  cpSync(repositoryRoot, copy, { recursive: true, filter: isSource });
  for (const modules of ['node_modules', 'packages/drizzle-guard/node_modules'])
    symlinkSync(path.join(repositoryRoot, modules), path.join(copy, modules), 'junction');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  return { exitCode: status, output: stdout + stderr };
}

const bin = (file: string) => path.join('node_modules', file);
const newRule = (...args: string[]) => run('tools/scaffold/new-rule.mjs', ...args);

test('it writes a rule and its test, puts the rule into the list, and says what is next', () => {
  const { exitCode, output } = newRule('lost-index');
  expect(exitCode).toBe(0);
  expect(output).toMatchInlineSnapshot(`
    "wrote packages/drizzle-guard/src/rules/structure/lost-index.ts
    wrote packages/drizzle-guard/src/rules/structure/lost-index.test.ts
    wrote packages/drizzle-guard/src/rules/index.ts

    next
      - write the rule in lost-index.ts: its severity, its words, its explanation, what it does to people (effect), who asks for it (traits; rule.ts lists them), and the way out where the help is not all of it
      - spoil what it looks at in lost-index.test.ts
      - move it in rulesAbout.structure to where its cause belongs: what comes first explains what comes after
      - add ways to spoil a history to the two lists in packages/drizzle-guard/test/defects, or say there why a layout cannot have it
      - npx vitest run packages/drizzle-guard/src/rules packages/drizzle-guard/test/defects    fails until all of that is done
      - npm run build && npm run docs    gives it its section in docs/findings.md
    "
  `);
  const index = readFileSync(path.join(copy, RULES, 'index.ts'), 'utf8').split('\n');
  const imported = "import { lostIndex } from './structure/lost-index';";
  expect(index.slice(index.indexOf(imported) - 1).slice(0, 3)).toEqual([
    "import { indexGap } from './structure/index-gap';",
    imported,
    "import { malformedSnapshot } from './structure/malformed-snapshot';",
  ]);
  expect(index.slice(index.indexOf('    lostIndex,')).slice(0, 2)).toEqual(['    lostIndex,', '  ],']);

  // A rule about something else goes into the list of its kind.
  expect(newRule('lost-replay', 'replay').output).not.toContain('ways to spoil a history');
  expect(readFileSync(path.join(copy, RULES, 'index.ts'), 'utf8')).toContain(
    '  replay: [repeatedStatement, snapshotMismatch, lostReplay],\n',
  );
});

// It takes as long as all checks of this repository.
test.runIf(isLong)('types, lint and format accept it, and its test fails until there is a rule', () => {
  const files = [
    'replay/lost-replay.ts',
    'replay/lost-replay.test.ts',
    'structure/lost-index.ts',
    'structure/lost-index.test.ts',
    'index.ts',
  ].map((file) => `${RULES}/${file}`);
  const clean = { exitCode: 0, output: expect.any(String) };
  expect(run(bin('typescript/bin/tsc'), '-p', 'packages/drizzle-guard', '--noEmit')).toEqual(clean);
  expect(run(bin('eslint/bin/eslint.js'), '--max-warnings', '0', ...files)).toEqual(clean);
  expect(run(bin('prettier/bin/prettier.cjs'), '--check', ...files)).toEqual(clean);
  const tests = run(
    bin('vitest/vitest.mjs'),
    'run',
    `${RULES}/structure/lost-index.test.ts`,
    `${RULES}/index.test.ts`,
    'packages/drizzle-guard/test/defects/complete.test.ts',
  );
  expect(tests.exitCode).toBe(1);
  for (const title of [
    'lost-index is found',
    'the explanation of lost-index says the way out',
    'every code has a defect in the layout journal, or it is said why it cannot',
    'every code has a defect in the layout folders, or it is said why it cannot',
  ])
    expect(tests.output).toMatch(new RegExp(`FAIL .*${title}`));
  expect(tests.output).toContain('4 failed');
});

test('the first and the last in the order of files have their place too', () => {
  expect([newRule('absent-parent').exitCode, newRule('zero-timestamp').exitCode]).toEqual([0, 0]);
  const imports = readFileSync(path.join(copy, RULES, 'index.ts'), 'utf8').match(/'\.\/structure\/.+'/g);
  expect([imports?.at(0), imports?.at(-1)]).toEqual([
    "'./structure/absent-parent'",
    "'./structure/zero-timestamp'",
  ]);
});

test.each([
  [
    [],
    'usage: npm run new-rule -- <code> [about], a noun phrase of the fault in kebab-case, as in index-gap',
  ],
  [['LostIndex'], 'usage: '],
  [['gap'], 'usage: '],
  [['../lost-index'], 'usage: '],
  [['index-gap'], `${RULES}/structure/index-gap.ts is there already`],
  [['late-migration'], `${RULES}/base/late-migration.ts is there already`],
  [['lost-index', 'nothing'], 'usage: '],
  [['lock-held'], 'lock-held is the code of an error'],
])('%j is refused, and nothing is written', (args, message) => {
  const before = readFileSync(path.join(copy, RULES, 'index.ts'), 'utf8');
  const { exitCode, output } = newRule(...args);
  expect([exitCode, output]).toEqual([2, expect.stringContaining(message)]);
  expect(output).toContain('nothing was written');
  expect(readFileSync(path.join(copy, RULES, 'index.ts'), 'utf8')).toBe(before);
});
