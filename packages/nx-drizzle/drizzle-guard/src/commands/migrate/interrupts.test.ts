import { setTimeout as later } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { whileInterruptible } from './interrupts';

test('a signal is heard between two steps, and nobody listens for the second', async () => {
  const before = process.listenerCount('SIGINT');
  const stop = await whileInterruptible(async (shouldStop) => {
    expect(shouldStop()).toBe(false);
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    process.kill(process.pid, 'SIGINT');
    await later(50);
    expect(process.listenerCount('SIGINT')).toBe(before);
    return shouldStop();
  });
  expect(stop).toMatchObject({
    code: 'interrupted',
    message: 'SIGINT ended the run between two migrations',
    help: 'run `drizzle-guard migrate` to go on',
  });
});

test('afterwards nobody listens, also where the work throws', async () => {
  const before = process.listenerCount('SIGTERM');
  await expect(whileInterruptible(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
