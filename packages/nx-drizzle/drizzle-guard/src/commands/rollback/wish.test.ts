import { expect, test } from 'vitest';
import { wishOf } from './wish';

test('how many are taken back is said once', () => {
  expect(wishOf({})).toEqual({ steps: 1, to: undefined });
  expect(wishOf({ last: '3' })).toEqual({ steps: 3, to: undefined });
  expect(wishOf({ steps: '2' }).steps).toBe(2);
  expect(wishOf({ to: '0004' }).to).toBe('0004');
  for (const wrong of [{ last: '0' }, { last: '-1' }, { steps: 'two' }, { last: '1', to: '0004' }])
    expect(() => wishOf(wrong)).toThrow(/no number|said once/);
});
