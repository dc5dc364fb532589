import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codesWith, codesWithin, knownCodes, ruleOf } from './codes';
import { rules, rulesAbout, type Code } from './index';
import type { About, Rule } from './rule';

const ABOUT = Object.keys(rulesAbout) as About[];

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
    'conflicting-migrations',
    'duplicate-prefix',
    'duplicate-snapshot',
    'forked-history',
    'malformed-snapshot',
    'mixed-layout',
    'outdated-snapshot',
  ]);
  expect([...codesWith('half-written')].sort()).toEqual([
    'broken-journal',
    'missing-snapshot',
    'missing-sql',
  ]);
  expect([...codesWith('of-landed')].sort()).toEqual([
    'edited-migration',
    'edited-snapshot',
    'removed-migration',
    'reverted-upgrade',
  ]);
  expect([...codesWith('fork')].sort()).toEqual([
    'conflicting-migrations',
    'forked-history',
    'unmerged-fork',
  ]);
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

test('the traits that say where work has to stop, or what has to be put in order', () => {
  expect([...codesWith('state-unknown')].sort()).toEqual([
    'dangling-parent',
    'duplicate-snapshot',
    'malformed-snapshot',
    'missing-snapshot',
    'outdated-snapshot',
    'timestamp-regression',
  ]);
  expect([...codesWith('cuts-the-chain')].sort()).toEqual([
    'duplicate-snapshot',
    'malformed-snapshot',
    'missing-snapshot',
  ]);
  expect([...codesWith('of-the-chain')].sort()).toEqual([
    'dangling-parent',
    'duplicate-index',
    'duplicate-prefix',
    'duplicate-snapshot',
    'forked-history',
    'index-gap',
    'missing-snapshot',
    'timestamp-regression',
  ]);
  expect([...codesWith('two-sides')].sort()).toEqual([
    'broken-journal',
    'conflicting-migrations',
    'duplicate-index',
    'duplicate-prefix',
    'duplicate-snapshot',
    'forked-history',
    'late-migration',
    'malformed-snapshot',
    'missing-snapshot',
    'missing-sql',
    'mixed-layout',
    'orphan-sql',
    'reverted-upgrade',
    'timestamp-regression',
  ]);
});

test('no trait is twice in a rule', () => {
  for (const { traits = [] } of rules as readonly Rule[]) expect(new Set(traits).size).toBe(traits.length);
});

test('where nothing was looked at no code is, and where all was looked at each is', () => {
  expect(codesWithin(new Set()).size).toBe(0);
  expect([...codesWithin(new Set(ABOUT))].sort()).toEqual([...knownCodes].sort());
});

test.each(ABOUT)('what was looked at for %s alone are the rules that are about nothing else', (about) => {
  const others = ABOUT.filter((other) => other !== about).flatMap((other) =>
    rulesAbout[other].map(({ code }) => code),
  ) as Code[];
  const alone = rulesAbout[about].map(({ code }) => code as Code).filter((code) => !others.includes(code));
  expect([...codesWithin(new Set([about]))].sort()).toEqual(alone.sort());
});

test('the more was looked at, the more codes are within', () => {
  fc.assert(
    fc.property(fc.subarray([...ABOUT]), fc.constantFrom(...ABOUT), (some, more) => {
      const few = codesWithin(new Set(some));
      const many = codesWithin(new Set([...some, more]));
      for (const code of few) expect(many.has(code)).toBe(true);
    }),
  );
});

test('a rule looks at exactly what it stands under', () => {
  for (const rule of rules as readonly Rule[]) {
    const under = ABOUT.filter((about) => (rulesAbout[about] as readonly Rule[]).includes(rule));
    expect([rule.code, Object.keys(rule.find).sort()]).toEqual([rule.code, [...under].sort()]);
  }
});
