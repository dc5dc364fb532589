import { expect, test } from 'vitest';
import { renderAdvice } from './advice';
import { styleFor } from './style';

test('what is read stands above, and below "next" there is nothing but what is typed', () => {
  const side = (name: string, isHead: boolean, ...tags: string[]) => ({
    ...{ name, commit: '1'.repeat(40), isHead },
    migrations: tags.map((tag) => ({ tag, landed: tag === '0001_b' })),
  });
  const advice = {
    ...{ mine: side('feat', false, '0001_c'), theirs: side('main', true, '0001_b') },
    notes: ['run `drizzle-guard check` afterwards'],
    steps: ['git add db', 'drizzle-guard generate'],
  };
  expect(renderAdvice(advice, styleFor(false, {}))).toBe(
    [
      'ours    main: 0001_b (landed)',
      'theirs  feat: 0001_c',
      'run `npx drizzle-guard check` afterwards',
      'next:',
      '  git add db',
      '  npx drizzle-guard generate',
    ].join('\n'),
  );
});
