import { expect, test } from 'vitest';
import { goneFrom, isAbout, setAside, type Waiver } from './accepted';
import type { Finding } from './finding';

const gap: Finding = {
  code: 'index-gap',
  severity: 'warning',
  database: 'shop',
  migration: '0003_c',
  file: 'drizzle/meta/_journal.json',
  line: 12,
  message: '0003_c has index 3 where 2 comes next',
  help: 'see in git',
};
const dangling: Finding = {
  code: 'dangling-parent',
  severity: 'error',
  database: 'shop',
  file: 'drizzle/meta/0003_snapshot.json',
  message: 'drizzle/meta/0003_snapshot.json continues snapshot "x"',
  help: 'link it',
};
const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  database: 'shop',
  code: 'index-gap',
  reason: 'meant',
  ...more,
});

test.each([
  ['any of a code', gap, waiver(), true],
  ['its migration', gap, waiver({ migration: '0003_c' }), true],
  ['another migration', gap, waiver({ migration: '0004_d' }), false],
  ['its file', gap, waiver({ file: 'drizzle/meta/_journal.json' }), true],
  ['another file', gap, waiver({ file: 'drizzle/0003_c.sql' }), false],
  ['another database', gap, waiver({ database: 'blog' }), false],
  ['another code', gap, waiver({ code: 'orphan-sql' }), false],
  ['the migration of a snapshot', dangling, waiver({ code: 'dangling-parent', migration: '0003_c' }), true],
  ['another snapshot', dangling, waiver({ code: 'dangling-parent', migration: '0004_d' }), false],
])('a waiver of %s', (_, finding, given, expected) => {
  expect(isAbout(given, finding)).toBe(expected);
});

test('the baseline holds whatever line a finding has moved to, and not another of its kind', () => {
  const moved = { ...gap, line: 99 };
  const other = { ...gap, migration: '0007_g', message: '0007_g has index 9 where 7 comes next' };
  expect(setAside([moved, other], { waivers: [], baseline: [gap] })).toEqual({
    findings: [other],
    waived: 0,
    older: 1,
  });
});

test('a stale schema is older only while nothing is added to it', () => {
  const stale = (...details: string[]): Finding => ({
    code: 'stale-schema',
    severity: 'error',
    database: 'shop',
    message: details.join('\n'),
    details,
    help: 'generate',
  });
  const baseline = [stale('column a is new', 'column b is new')];
  expect(setAside([stale('column b is new')], { waivers: [], baseline }).older).toBe(1);
  expect(setAside([stale('column b is new', 'column c is new')], { waivers: [], baseline }).older).toBe(0);
});

test('what both name counts as waived, once', () => {
  expect(setAside([gap, dangling], { waivers: [waiver()], baseline: [gap, dangling] })).toEqual({
    findings: [],
    waived: 1,
    older: 1,
  });
});

test('entries of the baseline that were mended are gone', () => {
  expect(goneFrom([gap, dangling], [gap])).toEqual([dangling]);
});
