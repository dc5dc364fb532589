import { expect, test } from 'vitest';
import { covers, goneFrom, isAbout, setAside, type Waiver } from './accepted';
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

const inFolder: Finding = { ...dangling, file: 'db/drizzle/20260101000000_a/snapshot.json' };

test.each([
  ['both its migration and its file', gap, waiver({ migration: '0003_c', file: gap.file }), true],
  ['its migration and another file', gap, waiver({ migration: '0003_c', file: 'drizzle/x.sql' }), false],
  ['its file and another migration', gap, waiver({ migration: '0004_d', file: gap.file }), false],
  ['the beginning of its migration', gap, waiver({ migration: '0003' }), false],
  ['the end of its file', gap, waiver({ file: '_journal.json' }), false],
])('a waiver of %s: all that it names has to be so', (_, finding, given, expected) => {
  expect(isAbout(given, finding)).toBe(expected);
});

test.each([
  ['its folder', '20260101000000_a', true],
  ['another folder of its second', '20260101000000_b', false],
  ['the end of its folder', '_a', false],
  ['the time of its folder alone', '20260101000000', false],
])('a snapshot of folders is waived by %s', (_, migration, expected) => {
  expect(isAbout(waiver({ code: 'dangling-parent', migration }), inFolder)).toBe(expected);
});

test('a snapshot of a journal is waived by any migration of its number, and only in meta', () => {
  const about = (file: string, migration: string) =>
    isAbout(waiver({ code: 'dangling-parent', migration }), { ...dangling, file });
  expect(about('drizzle/meta/0003_snapshot.json', '0003_renamed')).toBe(true);
  expect(about('meta/0003_snapshot.json', '0003_c')).toBe(true);
  expect(about('drizzle/old/0003_snapshot.json', '0003_c')).toBe(false);
  expect(about('drizzle/meta/10003_snapshot.json', '0003_c')).toBe(false);
});

test('a finding that names neither is only waived by its code', () => {
  const { migration: _, file: __, ...bare } = gap;
  expect(isAbout(waiver(), bare)).toBe(true);
  expect(isAbout(waiver({ migration: '0003_c' }), bare)).toBe(false);
  expect(isAbout(waiver({ file: 'drizzle/x.sql' }), bare)).toBe(false);
});

test('one entry of the baseline covers all that say the same, and each counts', () => {
  const twice = [gap, { ...gap, line: 40 }];
  expect(setAside(twice, { waivers: [], baseline: [gap] })).toEqual({ findings: [], waived: 0, older: 2 });
});

test('one waiver takes out all that it is about, and two of the same take nothing twice', () => {
  const all = [gap, dangling, { ...gap, migration: '0007_g' }];
  expect(setAside(all, { waivers: [waiver(), waiver()], baseline: [] })).toEqual({
    findings: [dangling],
    waived: 2,
    older: 0,
  });
});

test('where only one of the two has details the words decide', () => {
  const { message } = gap;
  expect(covers(gap, { ...gap, details: ['x'], message })).toBe(true);
  expect(covers({ ...gap, details: ['x'] }, { ...gap, message: 'other' })).toBe(false);
});

test('of a stale schema the words are of no matter, only its changes', () => {
  const stale: Finding = { ...gap, code: 'stale-schema', details: ['b', 'a'] };
  const other = { ...stale, message: 'in other words', details: ['a', 'b'] };
  expect(covers(stale, other)).toBe(true);
});

test('an entry of a code that this version does not know covers nothing, and is gone', () => {
  const strange = { ...gap, code: 'of-another-version' };
  expect(setAside([gap], { waivers: [], baseline: [strange] }).findings).toEqual([gap]);
  expect(goneFrom([strange], [gap])).toEqual([strange]);
});
