import { expect, test } from 'vitest';
import { inTurn } from './in-turn';

test('one after another, also after one that failed', async () => {
  const turn = inTurn();
  const order: string[] = [];
  const work = (name: string, milliseconds: number) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    order.push(`${name} ends`);
    if (name === 'two') throw new Error('no');
    return name;
  };
  const all = [turn(work('one', 5)), turn(work('two', 1)), turn(work('three', 0))];
  expect(await Promise.allSettled(all)).toMatchObject([
    { value: 'one' },
    { reason: { message: 'no' } },
    { value: 'three' },
  ]);
  expect(order).toEqual(['one', 'two', 'three'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});
