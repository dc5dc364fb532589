import { expect, test } from 'vitest';
import { briefly } from './briefly';

const LONG = 'x'.repeat(3_000_000);

test('words are cut wherever they stand, and data stays whole', () => {
  const { databases } = briefly({
    databases: [
      { findings: [{ message: `a\n${LONG}`, help: LONG, details: [LONG] }], statements: [LONG] },
      { error: { message: LONG }, notes: [LONG] },
    ],
  });
  const [one, other] = databases;
  expect(one!.statements).toEqual([LONG]);
  expect(JSON.stringify([one!.findings, other]).length).toBeLessThan(6000);
  expect(one!.findings![0]!.message).toMatch(/^a\nx{400}… 2999600 more characters$/);
});
