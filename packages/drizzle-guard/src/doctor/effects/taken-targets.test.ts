import { expect, test } from 'vitest';
import { COMMANDS } from '../../../../nx-drizzle/src/options';
import { NX_TARGETS } from './taken-targets';

test('the targets are those that the plugin infers', () => {
  expect(NX_TARGETS).toEqual([...COMMANDS]);
});
