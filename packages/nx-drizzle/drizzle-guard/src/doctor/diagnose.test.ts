import { expect, test } from 'vitest';
import { historyOf, NOW } from '../../test/histories';
import { findingsAbout } from '../rules/run';
import { diagnose } from './diagnose';

async function causesOf(...args: Parameters<typeof historyOf>): Promise<string[]> {
  const history = await historyOf(...args);
  const findings = findingsAbout('structure', { history, now: NOW }, 'shop', {});
  return diagnose(findings, history).map(({ findings: [head, ...rest] }) =>
    [head!.code, ...rest.map(({ code }) => code)].join(' → '),
  );
}

test('a snapshot that is missing cuts the chain after it', async () => {
  expect(await causesOf(['0000_a', { tag: '0001_b', snapshot: null }, '0002_c'])).toEqual([
    'missing-snapshot → dangling-parent',
  ]);
});

test('a copied snapshot makes what continues it fork', async () => {
  expect(
    await causesOf([
      '0000_a',
      '0001_b',
      { tag: '0002_c', id: '0001_b' },
      { tag: '0003_d', parent: '0001_b' },
    ]),
  ).toEqual(['duplicate-snapshot → forked-history']);
});

test('a migration that was taken out leaves its gap and its parent', async () => {
  expect(await causesOf(['0000_a', { tag: '0002_c', index: 2, parent: '0001_b' }])).toEqual([
    'dangling-parent → index-gap',
  ]);
});

test('two branches that were merged by hand are one cause', async () => {
  const causes = await causesOf([
    '0000_a',
    '0001_b',
    { tag: '0001_c', index: 1, when: Date.UTC(2025, 0, 1) },
  ]);
  expect(causes).toEqual(['duplicate-index → duplicate-prefix → dangling-parent → timestamp-regression']);
});

test('what has nothing to do with each other stands for itself, in order of cause', async () => {
  expect(
    await causesOf(['0000_a', { tag: '0001_b', parent: 'x' }, { tag: '0002_c', sql: null }], {
      'drizzle/0009_own.sql': 'SELECT 1;',
      'drizzle/meta/0009_snapshot.json': '{"id":"i","prevId":"j","version":"7","dialect":"postgresql"}',
    }),
  ).toEqual(['missing-sql', 'orphan-sql → orphan-snapshot', 'dangling-parent', 'dangling-parent']);
});
