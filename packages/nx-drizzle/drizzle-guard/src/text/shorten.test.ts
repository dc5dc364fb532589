import { expect, test } from 'vitest';
import { shortened } from './shorten';

test('what can be read stays as it is', () => {
  for (const text of ['', 'a\nb', 'x'.repeat(500), Array.from({ length: 60 }, String).join('\n')])
    expect(shortened(text)).toBe(text);
});

test('of a long line the beginning, of many lines both ends', () => {
  expect(shortened(`a\n${'x'.repeat(3_000_000)}\nb`)).toBe(
    `a\n${'x'.repeat(400)}… 2999600 more characters\nb`,
  );
  const lines = shortened(Array.from({ length: 1000 }, (_, at) => `line ${at}`).join('\n')).split('\n');
  expect(lines).toHaveLength(56);
  expect([lines[39], lines[40], lines[41], lines[55]]).toEqual([
    'line 39',
    '… 945 more lines …',
    'line 985',
    'line 999',
  ]);
});

test('no character is cut in two', () => {
  expect(shortened(`${'x'.repeat(399)}${'😀'.repeat(100)}`)).toBe(`${'x'.repeat(399)}… 200 more characters`);
});
