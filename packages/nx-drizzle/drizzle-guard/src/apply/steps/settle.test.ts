import { expect, test } from 'vitest';
import { undoingOf } from '../../ledger/unfinished';
import type { Resolution } from '../plan-run';
import type { StepContext } from '../run-steps';
import { settleStep } from './settle';

/** Settles a rollback of 0001_b, whose row is the seventh. @returns what the connection was asked */
async function settled(as: Resolution['as']): Promise<unknown[]> {
  const asked: unknown[] = [];
  const match = { migrations: [{ tag: '0001_b', row: { id: 7 } }] };
  const unfinished = [{ migration: undoingOf('0001_b'), hash: 'h', done: 1, total: 2, since: '' }];
  const live = { migrations: [{ tag: '0001_b' }], match, unfinished, settings: {}, look: async () => live };
  const connection = { settle: async (...values: unknown[]) => void asked.push(...values.slice(1)) };
  const context = { live, connection, hooks: {} } as unknown as StepContext;
  await settleStep.run({ does: 'settle', resolution: { migration: '0001_b', as } }, context, {} as never);
  return asked;
}

test('of a rollback that is not finished: the row goes where the rest was taken back, and stays where all is there', async () => {
  expect(await settled('rolled-back')).toEqual(['undo:0001_b', 7]);
  expect(await settled('applied')).toEqual(['undo:0001_b', null]);
  await expect(settled('continue')).rejects.toThrow('what is unfinished is the rollback of 0001_b');
});
