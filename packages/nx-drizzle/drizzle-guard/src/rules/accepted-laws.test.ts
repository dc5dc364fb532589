import fc from 'fast-check';
import { expect, test } from 'vitest';
import { covers, goneFrom, isAbout, setAside, type BaselineEntry, type Waiver } from './accepted';
import type { Finding } from './finding';

// Few words, so that findings, waivers and entries often meet.
const database = fc.constantFrom('shop', 'blog');
const code = fc.constantFrom('index-gap', 'orphan-sql', 'stale-schema');
const migration = fc.option(fc.constantFrom('0000_a', '0001_b'), { nil: undefined });
const file = fc.option(fc.constantFrom('drizzle/meta/0000_snapshot.json', 'drizzle/0001_b.sql'), {
  nil: undefined,
});
const details = fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), {
  nil: undefined,
});
const known = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter((entry) => entry[1] !== undefined));
const finding = fc
  .record({ database, code, migration, file, details, message: fc.constantFrom('one', 'two') })
  .map((one) => ({ severity: 'error', help: 'h', ...known(one) }) as Finding);
const findings = fc.array(finding, { maxLength: 8 });
const waiver = fc
  .record({ database, code, migration, file })
  .map((one) => ({ reason: 'meant', ...known(one) }) as Waiver);
const accepted = fc.record({
  waivers: fc.array(waiver, { maxLength: 3 }),
  baseline: fc.array(finding, { maxLength: 4 }),
});

test('what is set aside is taken out: the rest stays as it is, in its order', () => {
  fc.assert(
    fc.property(findings, accepted, (all, given) => {
      const { findings: left } = setAside(all, given);
      let at = -1;
      for (const one of left) {
        const next = all.indexOf(one, at + 1);
        expect(next).toBeGreaterThan(at);
        at = next;
      }
    }),
  );
});

test('every finding is left, waived or older, and none is two of them', () => {
  fc.assert(
    fc.property(findings, accepted, (all, given) => {
      const { findings: left, waived, older } = setAside(all, given);
      expect(left.length + waived + older).toBe(all.length);
      expect(waived).toBe(all.filter((one) => given.waivers.some((by) => isAbout(by, one))).length);
    }),
  );
});

test('what is left is neither waived nor covered, so that setting aside once more takes nothing', () => {
  fc.assert(
    fc.property(findings, accepted, (all, given) => {
      const { findings: left } = setAside(all, given);
      expect(setAside(left, given)).toEqual({ findings: left, waived: 0, older: 0 });
    }),
  );
});

test('where nothing was accepted all is left, and where all is in the baseline nothing is', () => {
  fc.assert(
    fc.property(findings, (all) => {
      expect(setAside(all, { waivers: [], baseline: [] })).toEqual({ findings: all, waived: 0, older: 0 });
      expect(setAside(all, { waivers: [], baseline: all })).toEqual({
        findings: [],
        waived: 0,
        older: all.length,
      });
    }),
  );
});

test('a finding covers itself, also when lines moved and help was written anew', () => {
  fc.assert(
    fc.property(finding, fc.nat(), (one, line) => {
      expect(covers(one, one)).toBe(true);
      expect(covers(one, { ...one, line, help: 'other', severity: 'warning' })).toBe(true);
    }),
  );
});

test('less than what was accepted is covered, and more is not', () => {
  const some = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(finding, some, fc.nat(), (one, all, cut) => {
      const whole = { ...one, details: all };
      expect(covers(whole, { ...one, details: all.slice(cut % all.length), message: 'other' })).toBe(true);
      expect(covers(whole, { ...one, details: [...all, 'new'] })).toBe(false);
    }),
  );
});

test('no entry covers a finding of another code or another database', () => {
  fc.assert(
    fc.property(finding, finding, (one, other) => {
      const isSameKind = one.code === other.code && one.database === other.database;
      if (!isSameKind) expect(covers(one, other)).toBe(false);
      expect(covers(one, { ...one, code: 'index-gap', database: 'elsewhere' })).toBe(false);
    }),
  );
});

test('an entry is gone exactly where it covers none, and gone entries set nothing aside', () => {
  fc.assert(
    fc.property(findings, findings, (all, baseline) => {
      const gone = goneFrom(baseline, all);
      for (const entry of baseline as BaselineEntry[])
        expect(gone.includes(entry)).toBe(!all.some((one) => covers(entry, one)));
      expect(setAside(all, { waivers: [], baseline: gone }).older).toBe(0);
      expect(goneFrom(baseline, baseline as Finding[])).toEqual([]);
    }),
  );
});

test('the more a waiver names, the less it is about', () => {
  fc.assert(
    fc.property(waiver, finding, (one, about) => {
      const { migration: _, file: __, ...ofAny } = one;
      if (isAbout(one, about)) expect(isAbout(ofAny, about)).toBe(true);
      expect(isAbout(ofAny, about)).toBe(one.code === about.code && one.database === about.database);
    }),
  );
});
