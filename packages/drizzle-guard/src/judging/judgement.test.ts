import { expect, test } from 'vitest';
import { FAILURE, finding, judgementOf, leftOut, part } from '../../test/judgements';
import { errorIn, findingsIn } from './judgement';

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
