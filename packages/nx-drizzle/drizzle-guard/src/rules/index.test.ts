import { expect, test } from 'vitest';
import { findingsOf, historyFiles, historyOf, JOURNAL, NOW } from '../../test/histories';
import { rulesAbout } from './index';
import { findingsAbout, type Severities } from './run';

test.each(rulesAbout.structure.map(({ code, explain }) => [code, explain] as const))(
  'the explanation of %s says the way out',
  (_code, explain) => expect(explain).toContain('Way out'),
);

test('a byte order mark is a defect: drizzle-kit cannot read JSON that begins with one', async () => {
  const files = historyFiles(['0000_a', '0001_b']);
  for (const [file, code] of [
    [JOURNAL, 'broken-journal'],
    ['drizzle/meta/0001_snapshot.json', 'malformed-snapshot'],
  ] as const)
    expect(await findingsOf(['0000_a', '0001_b'], { [file]: `\ufeff${files[file]}` })).toMatchObject([
      {
        code,
        file,
        line: 1,
        message: `${file} begins with a byte order mark, which drizzle-kit cannot read`,
      },
    ]);
});

test('a folder that is not there is an empty history with nothing wrong', async () => {
  expect(await findingsOf([], { [JOURNAL]: null })).toEqual([]);
});

test('the configuration decides the severity of a finding, or switches it off', async () => {
  const history = await historyOf(['0000_a', { tag: '0002_c', index: 2, sql: null }]);
  const severities = (overrides: Severities) =>
    findingsAbout('structure', { history, now: NOW }, 'shop', overrides).map(
      ({ code, severity, database }) => [database, code, severity],
    );
  expect(severities({})).toEqual([
    ['shop', 'missing-sql', 'error'],
    ['shop', 'index-gap', 'warning'],
  ]);
  expect(severities({ 'missing-sql': 'off', 'index-gap': 'error' })).toEqual([
    ['shop', 'index-gap', 'error'],
  ]);
});
