import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openChannel, type Reasons, type TimeLimit } from './channel';

/** What the other side does with a question. It does not wait for one answer before it takes the next question. */
const ANSWER = `
function take(question, answer) {
  if (question === 'end') process.exit(3);
  if (question.startsWith('wait ')) setTimeout(answer, Number(question.slice(5)), question);
  else if (question === 'count') answer(String(asked));
  else answer('you said ' + question);
}
let asked = 0;`;
const PROCESS = `${ANSWER}
process.on('message', (question) => { asked += 1; if (question !== 'told') take(question, (answer) => process.send(answer)); });`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-channel-'));
  writeFileSync(path.join(folder, 'process.cjs'), PROCESS);
});
afterAll(() => rmSync(folder, { recursive: true }));

const startProcess = () => fork(path.join(folder, 'process.cjs'), [], { execArgv: [], silent: true });

/** On a busy machine the end of a process is long in coming. */
const PATIENTLY = { timeout: 20_000 };

const reasons: Reasons = {
  failed: (thrown) => new Error(`failed: ${(thrown as Error).message}`),
  exited: (code, signal) => new Error(`exited: ${code ?? signal}`),
  tookTooLong: () => new Error('took too long'),
};

describe('a process', { timeout: 60_000 }, () => {
  function open(limit: TimeLimit = { ms: 20_000, for: 'each answer' }) {
    const other = startProcess();
    let isGone = false;
    other.on('exit', () => void (isGone = true));
    const channel = openChannel<string, string>(other, limit, reasons);
    onTestFinished(() => channel.close());
    return { ...channel, isGone: () => isGone };
  }

  test('two that are asked at once get their own answers, in order', async () => {
    const { ask } = open();
    const order: string[] = [];
    const note = (answer: string) => void order.push(answer);
    await Promise.all([ask('wait 50').then(note), ask('a').then(note), ask('b').then(note)]);
    expect(order).toEqual(['wait 50', 'you said a', 'you said b']);
  });

  test('what is told is heard, and not answered', async () => {
    const { tell, ask } = open();
    tell('told');
    expect(await ask('count')).toBe('2');
  });

  test('one that ends refuses all that wait, and every question after that, with the same reason', async () => {
    const { ask } = open();
    const all = await Promise.allSettled([ask('end'), ask('a'), ask('b')]);
    const ended = { status: 'rejected', reason: new Error('exited: 3') };
    expect(all).toEqual([ended, ended, ended]);
    await expect(ask('a')).rejects.toBe((all[0] as PromiseRejectedResult).reason);
  });

  test('one that ends between two questions refuses the second', async () => {
    const { tell, ask, isGone } = open();
    expect(await ask('a')).toBe('you said a');
    tell('end');
    await expect.poll(isGone, PATIENTLY).toBe(true);
    await expect(ask('b')).rejects.toThrow('exited: 3');
  });

  test('an answer that takes too long ends it; the time begins anew with each', async () => {
    const { ask, isGone } = open({ ms: 2_000, for: 'each answer' });
    expect(await ask('a')).toBe('you said a');
    for (let time = 0; time < 3; time += 1) expect(await ask('wait 800')).toBe('wait 800');
    const all = await Promise.allSettled([ask('wait 60000'), ask('a')]);
    const ended = { status: 'rejected', reason: new Error('took too long') };
    expect(all).toEqual([ended, ended]);
    await expect.poll(isGone, PATIENTLY).toBe(true);
    await expect(ask('a')).rejects.toThrow('took too long');
  });

  test('a time for everything counts from the start, whether or not something is asked', async () => {
    const { ask, isGone } = open({ ms: 1_000, for: 'everything' });
    await expect.poll(isGone, PATIENTLY).toBe(true);
    await expect(ask('a')).rejects.toThrow('took too long');
  });

  test('nothing is left running after it was closed, and what waits is refused', async () => {
    const { ask, close, isGone } = open();
    const pending = ask('wait 60000').catch((thrown: Error) => thrown.message);
    await close();
    expect(isGone()).toBe(true);
    expect(await pending).toMatch(/^exited: /);
    await expect(ask('a')).rejects.toThrow('exited: ');
    await close();
  });
});

test('a process that cannot be started refuses every question, and can be closed', async () => {
  const child = fork(path.join(folder, 'process.cjs'), [], { execPath: path.join(folder, 'no-node') });
  const { ask, close } = openChannel<string, string>(child, { ms: 20_000, for: 'everything' }, reasons);
  await expect(ask('a')).rejects.toThrow(/^failed: .*ENOENT/);
  await close();
});
