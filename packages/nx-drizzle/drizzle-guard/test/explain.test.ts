import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { rules } from '../src/rules/index';
import { explain } from '../src/commands/explain/run';
import { errorExplanations } from '../src/errors/explanations';

const SOURCE = path.join(__dirname, '../src');

/** Every code that the source gives to an error. */
const errorCodes = new Set(
  readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(SOURCE, file), 'utf8'))
    .concat(readFileSync(path.join(SOURCE, '../bin/drizzle-guard.js'), 'utf8'))
    .flatMap((text) => [
      ...text.matchAll(/new GuardError\(\s*'([a-z-]+)'/g),
      ...text.matchAll(/error\[([a-z-]+)\]/g),
      ...text.matchAll(/code: '(usage|internal-error)'/g),
    ])
    .map(([, code]) => code!),
);

test('every error of the source is explained, and nothing else is', () => {
  expect([...errorCodes].sort()).toEqual(Object.keys(errorExplanations).sort());
});

test('every file of a check is a finding that is explained', () => {
  const codes = readdirSync(path.join(SOURCE, 'rules'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes(path.sep) && file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => path.basename(file, '.ts'));
  const helpers = ['name-of-row', 'restoring'];
  expect(codes.filter((code) => !helpers.includes(code)).sort()).toEqual(
    rules.map(({ code }) => code).sort(),
  );
});

test.each(rules.map((rule) => [rule.code, rule] as const))(
  '%s is explained with the way out',
  (code, { severity }) => {
    const { kind, text } = explain(code);
    expect(kind).toBe(severity);
    expect(text).toMatch(/Way out/);
  },
);

test('the words, for people and as JSON', () =>
  withWorkspace({}, ({ bin }) => {
    const run = bin(['explain', 'missing-sql']);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatchInlineSnapshot(`
      "missing-sql (error)

      The journal lists a migration whose SQL file is not there; in the folders layout, a migration's folder has no migration.sql. drizzle-kit's check calls this fine. Its migrate ends without a message in 0.31, and passes over the migration in silence in 1.0, where drizzle-kit believes its changes made.

      Way out: bring the file back from git. If the migration was never applied anywhere and is not wanted, take its journal entry and its snapshot out too (its folder, in the folders layout).
      "
    `);
    expect(bin(['explain', 'lock-held', '--json']).json()).toEqual({
      version: 1,
      command: 'explain',
      exitCode: 0,
      databases: [],
      explanation: { code: 'lock-held', kind: 'failure', text: errorExplanations['lock-held'] },
    });
  }));

test('an unknown code is 2 and the known ones are listed', () =>
  withWorkspace({}, ({ bin }) => {
    const run = bin(['explain', 'missing-sequel', '--json']);
    expect(run.exitCode).toBe(2);
    expect(run.json()).toMatchObject({ command: 'explain', error: { code: 'unknown-code' } });
    expect(run.stderr).toContain('missing-sql');
  }));

test.each(['constructor', '__proto__', 'toString'])('%s is no code', (code) => {
  expect(() => explain(code)).toThrow(`there is no code ${code}`);
});
