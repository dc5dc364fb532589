import { expect, test } from 'vitest';
import { knownCodes } from './codes';
import { rules } from './index';
import type { Rule } from './rule';

const all = (rules as readonly Rule[]).map((rule) => [rule.code, rule] as const);

test.each(all)('%s is a noun phrase in kebab-case, which is what people type', (code) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test.each(all)('the explanation of %s says what it means, and then the way out', (_code, { explain }) => {
  const wayOut = explain.search(/^Way out\b.*\S|\. Way out: \S/m);
  expect(wayOut).toBeGreaterThan(60);
  expect(explain.slice(wayOut).length).toBeGreaterThan(40);
});

test.each(all)('the explanation of %s is whole sentences, without a hole', (_code, { explain }) => {
  expect(explain).toMatch(/\.$/);
  expect(explain).not.toMatch(/undefined|\[object|\n{3}|[ \t]$|TODO/m);
});

test.each(all)('%s is only explained beside rules that there are', (_code, { explain }) => {
  const referred = [...explain.matchAll(/drizzle-guard explain ([\w-]+)/g)].map((match) => match[1]);
  const configured = [...explain.matchAll(/"checks": \{ "([\w-]+)"/g)].map((match) => match[1]);
  for (const other of [...referred, ...configured]) expect(knownCodes).toContain(other);
});

test.each(all)('what %s does to people is a line without a full stop', (_code, { effect }) => {
  if (typeof effect === 'function') return;
  expect(effect).toMatch(/^\S[^\n]{15,}[^.\n]$/);
});

test('a warning is what does no harm by itself; everything else is an error', () => {
  const severities = Object.fromEntries(all.map(([code, { severity }]) => [code, severity]));
  expect(severities).toMatchObject({
    'mixed-layout': 'error',
    'broken-journal': 'error',
    'misnamed-folder': 'error',
    'malformed-snapshot': 'error',
    'duplicate-index': 'error',
    'duplicate-prefix': 'error',
    'duplicate-snapshot': 'error',
    'forked-history': 'error',
    'missing-sql': 'error',
    'missing-snapshot': 'error',
    'orphan-sql': 'error',
    'orphan-snapshot': 'warning',
    'dangling-parent': 'error',
    'timestamp-regression': 'error',
    'unmerged-fork': 'warning',
    'index-gap': 'warning',
    'future-timestamp': 'warning',
    'stale-schema': 'error',
    'repeated-statement': 'error',
    'snapshot-mismatch': 'error',
    'removed-migration': 'error',
    'edited-migration': 'error',
    'late-migration': 'error',
    'missing-migration': 'error',
    'unknown-migration': 'error',
    drift: 'error',
    'unused-waiver': 'warning',
  });
});
