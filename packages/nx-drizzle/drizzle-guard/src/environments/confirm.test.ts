import { expect, test } from 'vitest';
import { requireConsent } from './confirm';

const TARGET = { database: 'shop', environment: 'production' };
const QUESTION = 'This replaces all that postgres db/shop holds.';
const consent = (given: Parameters<typeof requireConsent>[1]) =>
  requireConsent(TARGET, given, QUESTION, 'drizzle-guard restore a.dump').then(
    () => 'yes',
    (thrown: unknown) => {
      const { code, message, help } = thrown as Error & { code: string; help: string };
      return [code, message, help];
    },
  );

test('--yes with the name, or the name typed', async () => {
  expect(await consent({ yes: 'shop@production' })).toBe('yes');
  expect(await consent({ ask: async (question, name) => (question === QUESTION ? name : null) })).toBe('yes');
});

test.each([
  ['another name', { yes: 'shop@staging' }],
  ['nobody to ask', {}],
  ['an empty --yes', { yes: '' }],
  ['another name typed', { ask: async () => 'shop' }],
  ['nothing typed', { ask: async () => '' }],
  ['given up', { ask: async () => null }],
])('%s is no', async (_, given) => {
  expect(await consent(given)).toMatchSnapshot();
});
