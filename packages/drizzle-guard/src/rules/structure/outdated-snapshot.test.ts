import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('outdated-snapshot is found', async () => {
  // A sound history, to be spoilt in the way that the rule is about.
  expect(await findingsOf(['0000_a', '0001_b'])).toMatchObject([
    { code: 'outdated-snapshot', migration: '0001_b', message: '', help: '' },
  ]);
});
