import { expect, test } from 'vitest';
import { leftoversIn, scratchName } from './scratch-name';

const NOW = 1_800_000_000;

test('a name that a server takes, and nobody has', () => {
  const name = scratchName(NOW + 0.5);
  expect(name).toMatch(/^drizzle_guard_shadow_1800000000_[\da-f]{12}$/);
  expect(name.length).toBeLessThan(63);
  expect(scratchName(NOW)).not.toBe(name);
});

test('what is left over is told by name and age', () => {
  const [old, young] = [scratchName(NOW - 61), scratchName(NOW - 60)];
  const others = [
    'shop',
    'drizzle_guard_shadow',
    'drizzle_guard_shadow_1_aaaaaaaaaaaa',
    `${old}_mine`,
    `x${old}`,
  ];
  expect(leftoversIn([old, young, scratchName(NOW + 5000), ...others], NOW)).toEqual([old]);
});
