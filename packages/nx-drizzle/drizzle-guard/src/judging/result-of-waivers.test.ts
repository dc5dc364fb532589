import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FAILURE,
  finding,
  judgementOf,
  judgements,
  leftOut,
  accepted,
  part,
  stale,
  waiver,
} from '../../test/judgements';
import type { Part } from '../results/judged';
import type { Waiver } from '../rules/accepted';
import { foundIn, resultOf } from './result-of';

/** The codes of the waivers that are told to be about nothing. */
function unused(waivers: readonly Waiver[], ...parts: Part[]): string[] {
  const { findings } = resultOf(judgementOf(parts), { waivers, baseline: [] }, {});
  return findings
    .filter(({ code }) => code === 'unused-waiver')
    .map(({ message }) => /^the waiver "([\w-]+) /.exec(message)![1]!);
}

const STRUCTURE = part('structure');
const gap = finding('index-gap', { migration: '0003_c' });

test.each<[string, string, Part[], boolean]>([
  ['index-gap, which is not found', 'index-gap', [STRUCTURE], true],
  ['index-gap, which is found', 'index-gap', [part('structure', [gap])], false],
  ['stale-schema, where the schema was judged', 'stale-schema', [STRUCTURE, part('schema')], true],
  ['stale-schema, where it was not', 'stale-schema', [STRUCTURE, leftOut('schema')], false],
  ['stale-schema, without that part', 'stale-schema', [STRUCTURE], false],
  ['removed-migration, with a base', 'removed-migration', [STRUCTURE, part('base')], true],
  ['removed-migration, without one', 'removed-migration', [STRUCTURE], false],
  ['removed-migration, with an unreadable one', 'removed-migration', [STRUCTURE, leftOut('base')], false],
  // About the structure and about a base.
  ['forked-history, with a base', 'forked-history', [STRUCTURE, part('base')], true],
  ['forked-history, without one', 'forked-history', [STRUCTURE], false],
  // Also about databases, which check never asks.
  ['late-migration, with a base', 'late-migration', [STRUCTURE, part('schema'), part('base')], false],
  ['edited-migration, with a base', 'edited-migration', [STRUCTURE, part('schema'), part('base')], false],
  ['unknown-migration', 'unknown-migration', [STRUCTURE, part('schema'), part('base')], false],
  ['snapshot-mismatch, with a replay', 'snapshot-mismatch', [STRUCTURE, part('replay')], true],
  ['snapshot-mismatch, without one', 'snapshot-mismatch', [STRUCTURE, leftOut('replay')], false],
])('a waiver of %s', (_, code, parts, isTold) => {
  expect(unused([waiver(code)], ...parts)).toEqual(isTold ? [code] : []);
});

test('one of another migration is about nothing, although its code is found', () => {
  const found = part('structure', [gap]);
  expect(unused([waiver('index-gap', { migration: '0003_c' })], found)).toEqual([]);
  expect(unused([waiver('index-gap', { migration: '0009_z' })], found)).toEqual(['index-gap']);
});

test('one of another database is not this one’s to tell', () => {
  expect(unused([waiver('index-gap', { database: 'blog' })], STRUCTURE)).toEqual([]);
});

test('a journal that cannot be read hides everything', () => {
  const broken = part('structure', [finding('broken-journal')]);
  expect(unused([waiver('index-gap'), waiver('stale-schema')], broken, part('schema'))).toEqual([]);
});

test('it hides what is gone from the baseline too', () => {
  const baseline = [finding('index-gap')];
  const judgement = judgementOf([part('structure', [finding('broken-journal')])]);
  expect(resultOf(judgement, { waivers: [], baseline }, {})).not.toHaveProperty('gone');
});

test.each<[string, Part]>([
  ['the schema', part('schema', [], { error: FAILURE })],
  ['the base', leftOut('base', { error: FAILURE })],
  ['the replay', part('replay', [], { error: FAILURE })],
])('an error of %s hides everything', (_, failed) => {
  expect(unused([waiver('index-gap')], STRUCTURE, failed)).toEqual([]);
});

test('it is told at the severity in force, after everything else', () => {
  const judgement = judgementOf([part('structure', [gap]), part('schema', [stale('column a is new')])]);
  const given = { waivers: [waiver('orphan-sql')], baseline: [] };
  const codes = (severities: Parameters<typeof resultOf>[2]) =>
    resultOf(judgement, given, severities).findings.map(({ code, severity }) => `${severity} ${code}`);
  const others = ['error index-gap', 'error stale-schema'];
  expect(codes({})).toEqual([...others, 'warning unused-waiver']);
  expect(codes({ 'unused-waiver': 'error' })).toEqual([...others, 'error unused-waiver']);
  expect(codes({ 'unused-waiver': 'off' })).toEqual(others);
});

test('it names its database', () => {
  const { findings } = resultOf(
    judgementOf([STRUCTURE]),
    { waivers: [waiver('index-gap')], baseline: [] },
    {},
  );
  expect(findings).toMatchObject([{ database: 'shop', file: 'drizzle-guard.json' }]);
});

test('a waiver is used, or unused, or about what was not looked for', () => {
  fc.assert(
    fc.property(judgements, accepted, (judgement, { waivers }) => {
      const { findings, waived = 0 } = resultOf(judgement, { waivers, baseline: [] }, {});
      const told = findings.filter(({ code }) => code === 'unused-waiver').length;
      const used = waivers.filter((one) =>
        foundIn(judgement).findings.some(
          ({ code, migration }) =>
            code === one.code && (one.migration === undefined || migration === one.migration),
        ),
      );
      expect(told).toBe(waivers.length - used.length);
      expect(waived > 0).toBe(used.length > 0);
    }),
  );
});
