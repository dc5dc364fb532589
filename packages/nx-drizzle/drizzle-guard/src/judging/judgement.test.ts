import { expect, test } from 'vitest';
import { FAILURE, finding, judgementOf, leftOut, part } from '../../test/judgements';
import type { Finding } from '../rules/finding';
import { errorIn, findingsIn, toldOnce } from './judgement';

const gap = finding('index-gap');
const late = finding('late-migration');
const judgement = judgementOf([part('structure', [gap]), leftOut('schema'), part('base', [late])]);

test('the findings of all parts, in their order', () => {
  expect(findingsIn(judgement)).toEqual([gap, late]);
});

test('the findings of one part, and none of a part that is not there', () => {
  expect(findingsIn(judgement, 'base')).toEqual([late]);
  expect(findingsIn(judgement, 'schema')).toEqual([]);
  expect(findingsIn(judgement, 'replay')).toEqual([]);
});

test('without an error in a part there is none', () => {
  expect(errorIn(judgement)).toBeUndefined();
});

test('of several errors the last one is told', () => {
  const last = { ...FAILURE, code: 'unreadable-base' as const };
  const both = judgementOf([
    part('schema', [], { error: FAILURE }),
    leftOut('base', { error: last }),
    part('replay'),
  ]);
  expect(errorIn(both)).toBe(last);
});

test('of a landed migration whose snapshot was altered only that is told, of another all', () => {
  const altered = finding('edited-snapshot', { migration: '0001_b' });
  const mismatch = (migration: string) => finding('snapshot-mismatch', { migration });
  expect(toldOnce([mismatch('0001_b'), mismatch('0002_c'), gap, altered])).toEqual([
    mismatch('0002_c'),
    gap,
    altered,
  ]);
  expect(toldOnce([mismatch('0001_b')])).toEqual([mismatch('0001_b')]);
  const [open, conflict] = (['unmerged-fork', 'conflicting-migrations'] as const).map((code) =>
    finding(code, { migration: '0002_c' }),
  ) as [Finding, Finding];
  expect(toldOnce([open, conflict])).toEqual([conflict]);
  expect(toldOnce([open])).toEqual([open]);
});
