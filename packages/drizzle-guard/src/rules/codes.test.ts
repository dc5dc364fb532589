import { expect, test } from 'vitest';
import { codesWith, codesWithin, knownCodes, ruleOf } from './codes';
import { rules } from './index';

test('every code is known once, and leads to its rule', () => {
  expect(new Set(knownCodes).size).toBe(rules.length);
  for (const code of knownCodes) expect(ruleOf(code).code).toBe(code);
});

test('what a trait stands for, rule by rule', () => {
  expect([...codesWith('hides-sequence')].sort()).toEqual([
    'broken-journal',
    'misnamed-folder',
    'missing-sql',
    'mixed-layout',
  ]);
  expect([...codesWith('misleads-generate')].sort()).toEqual([
    'broken-journal',
    'duplicate-prefix',
    'duplicate-snapshot',
    'forked-history',
    'malformed-snapshot',
    'mixed-layout',
  ]);
  expect([...codesWith('half-written')].sort()).toEqual([
    'broken-journal',
    'missing-snapshot',
    'missing-sql',
  ]);
  expect([...codesWith('of-landed')].sort()).toEqual(['edited-migration', 'removed-migration']);
  expect([...codesWith('fork')].sort()).toEqual(['forked-history', 'unmerged-fork']);
  expect([...codesWith('of-the-clock')]).toEqual(['future-timestamp']);
});

test('a code is looked for in full only where all that its rule is about was looked at', () => {
  const alone = codesWithin(new Set(['structure']));
  expect(alone.has('index-gap')).toBe(true);
  // Without a base a fork to come is not known.
  expect(alone.has('forked-history')).toBe(false);
  expect(codesWithin(new Set(['structure', 'base'])).has('forked-history')).toBe(true);
  // A late migration may be late in a database.
  expect(codesWithin(new Set(['structure', 'base', 'schema', 'replay'])).has('late-migration')).toBe(false);
  expect(codesWithin(new Set(['schema'])).has('stale-schema')).toBe(true);
});
