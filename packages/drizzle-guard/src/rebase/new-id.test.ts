import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOf } from './new-id';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('an id is a UUID of version 8, as RFC 9562 has them', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (old, parents) => {
      expect(idOf(old, parents)).toMatch(UUID);
    }),
  );
});

test('is the same for the same, and another for another', () => {
  expect(idOf('one', ['parent'])).toBe(idOf('one', ['parent']));
  const others = [
    idOf('one', ['parent']),
    idOf('other', ['parent']),
    idOf('one', ['other']),
    idOf('one', []),
    idOf('one', ['']),
    idOf('one', ['parent', 'other']),
    idOf('one', ['other', 'parent']),
    idOf('one', ['parentother']),
    idOf('oneparent', []),
  ];
  expect(new Set(others).size).toBe(others.length);
});

test('is what it was when this was written: two people, and two releases, give the same', () => {
  expect(idOf('one', ['parent'])).toMatchInlineSnapshot(`"e03d3cba-ebf1-8159-af93-afd1496eb092"`);
});
