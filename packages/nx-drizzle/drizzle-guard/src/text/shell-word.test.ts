import { expect, it } from 'vitest';
import { shellWord } from './shell-word';

it.each([
  ['db/drizzle/0003_title.sql', 'db/drizzle/0003_title.sql'],
  ['origin/main:db/@scope/a-b.sql', 'origin/main:db/@scope/a-b.sql'],
  ['my shop/drizzle', "'my shop/drizzle'"],
  ["it's", "'it'\\''s'"],
  ['', "''"],
])('%j as a word of a shell', (text, word) => {
  expect(shellWord(text)).toBe(word);
});
