import { expect, test } from 'vitest';
import { folderHistoryOf, historyOf } from '../../test/histories';
import { standingOf } from './deployed-standing';

const deployed = (applied: string[], migration: string, timestamp: number) => ({
  ...{ newest: { migration, timestamp, hash: 'h' }, applied, at: '2026-01-01T00:00:00.000Z' },
});
const said = ({ pending, late, unknown }: ReturnType<typeof standingOf>) => ({ pending, late, unknown });

test('in a journal the time decides: equal to that of the newest is late', async () => {
  const history = await historyOf([
    { tag: '0000_a', when: 10 },
    { tag: '0001_b', when: 20 },
    { tag: '0002_c', when: 30 },
    { tag: '0003_d', when: 31 },
  ]);
  const standing = standingOf('staging', history, deployed(['0000_a', '0001_x'], '0001_x', 30));
  expect(said(standing)).toEqual({
    ...{ pending: ['0003_d'], late: ['0001_b', '0002_c'], unknown: ['0001_x'] },
  });
});

test('in folders the name does', async () => {
  const [a, b, c] = ['20260101000000_a', '20260102000000_b', '20260103000000_c'];
  const history = await folderHistoryOf([a!, b!, c!]);
  const standing = standingOf('staging', history, deployed([b!], b!, Date.UTC(2026, 0, 2)));
  expect(said(standing)).toEqual({ pending: [c], late: [a], unknown: [] });
});

test('where nothing is applied everything is pending', async () => {
  const history = await historyOf(['0000_a', '0001_b']);
  const nothing = { newest: null, applied: [], at: '' };
  expect(said(standingOf('staging', history, nothing))).toEqual({
    ...{ pending: ['0000_a', '0001_b'], late: [], unknown: [] },
  });
});
