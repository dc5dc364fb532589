import { expect, test } from 'vitest';
import { ShadowEnded } from '../engines/shadow/shadow';
import { GuardError } from './guard-error';

const missing = new GuardError('driver-missing', 'PGlite is not installed', 'install it');

test('the copy of another bundle is one too', () => {
  const copy = Object.assign(new Error('x'), { name: 'GuardError' });
  expect(copy).toBeInstanceOf(GuardError);
  expect(new Error('x')).not.toBeInstanceOf(GuardError);
  expect({ name: 'GuardError' }).not.toBeInstanceOf(GuardError);
  expect(null).not.toBeInstanceOf(GuardError);
});

test('a kind of it is one, and another is not of that kind', () => {
  expect(new ShadowEnded('its time was up')).toBeInstanceOf(ShadowEnded);
  expect(new ShadowEnded('its time was up')).toBeInstanceOf(GuardError);
  expect(missing).toBeInstanceOf(GuardError);
  expect(missing).not.toBeInstanceOf(ShadowEnded);
  expect(new Error('x')).not.toBeInstanceOf(ShadowEnded);
});
