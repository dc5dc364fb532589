import { expect, test } from 'vitest';
import { found } from '../../../test/found';
import type { Contexts } from '../contexts';

test('reverted-upgrade is found', () => {
  // What the rule looks at, with the fault that it is about.
  const context = {} as Contexts['base'];
  expect(found('base', context)).toMatchObject([{ code: 'reverted-upgrade', message: '', help: '' }]);
});
