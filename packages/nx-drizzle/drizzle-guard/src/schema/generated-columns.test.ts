import { expect, test } from 'vitest';
import { stepsOver } from './generated-columns';

const stateOf = (as: string, type = 'int') => ({
  version: '1',
  tables: { t: { name: 't', columns: { id: { name: 'id', type }, g: { name: 'g', generated: { as } } } } },
});

test('a generated column with another expression goes before it comes', () => {
  const [before, without, after] = stepsOver(stateOf('b + 1'), stateOf('b + 2'));
  expect([before, after]).toEqual([stateOf('b + 1'), stateOf('b + 2')]);
  expect(without).toEqual({
    version: '1',
    tables: { t: { name: 't', columns: { id: { name: 'id', type: 'int' } } } },
  });
});

test('anything else is one step', () => {
  const [one, other] = [stateOf('b + 1'), stateOf('b + 1', 'bigint')];
  expect(stepsOver(one, other)).toEqual([one, other]);
});
