import { expect, test } from 'vitest';
import type { Evaluator } from '../schema/evaluator';
import { withEvaluator } from './with-evaluator';

// The process starts when it is first asked something: nothing here asks.
const PLACE = { root: '/memory', environment: { WIDE: '1' } };

test('gives what the work gives', async () => {
  expect(await withEvaluator(PLACE, { dir: '.' }, async () => 'done')).toBe('done');
});

test('one evaluator, however often it is asked for', async () => {
  await withEvaluator(PLACE, { dir: 'packages/shop' }, async (evaluator) => {
    expect(evaluator()).toBe(evaluator());
  });
});

test('what the work throws is thrown, after the evaluator was closed', async () => {
  const order: string[] = [];
  const work = async (evaluator: () => Evaluator): Promise<never> => {
    const one = evaluator();
    one.close = async () => void order.push('closed');
    throw new Error('no');
  };
  await withEvaluator(PLACE, { dir: '.' }, work).catch(() => order.push('thrown'));
  expect(order).toEqual(['closed', 'thrown']);
});

test('it is closed too where the work ends well', async () => {
  let isClosed = false;
  await withEvaluator(PLACE, { dir: '.' }, async (evaluator) => {
    evaluator().close = async () => void (isClosed = true);
    expect(isClosed).toBe(false);
  });
  expect(isClosed).toBe(true);
});
