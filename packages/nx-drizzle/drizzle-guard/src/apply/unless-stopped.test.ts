import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Stopped, unlessStopped } from './unless-stopped';

test('gives what the work gives, and throws what it throws', async () => {
  expect(await unlessStopped(Promise.resolve(1), () => 'at once')).toBe(1);
  await expect(unlessStopped(Promise.reject(new Error('no')), () => null)).rejects.toThrow('no');
});

test('ends with the first reason to stop; what the work throws later is nobody’s any more', async () => {
  let reason: string | null = null;
  const work = wait(200).then(() => Promise.reject(new Error('later')));
  const waiting = unlessStopped(work, () => reason);
  reason = 'it was stopped';
  await expect(waiting).rejects.toThrow(new Stopped('it was stopped'));
  await wait(250);
});
