import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as terminal from './is-terminal';
import { createProgress } from './progress';

const WAITS = 'shop: waiting for process 7 of the server (drizzle-guard, from 127.0.0.1)';

let told: string[];
beforeEach(() => (told = []));
afterEach(() => vi.restoreAllMocks());

/** What is told of some works, in this order. */
function toldOf(isShown: boolean, ...works: (string | null)[]): string[] {
  const { doing } = createProgress(isShown, (line) => told.push(line));
  for (const work of works) doing(work);
  doing(null);
  return told;
}

it.each([
  ['in CI, and beside a document', false, true],
  ['where stderr is a file', true, false],
])('who is waited for is told %s, once for each', (_, isShown, isTerminal) => {
  vi.spyOn(terminal, 'isTerminal').mockReturnValue(isTerminal);
  const other = WAITS.replace('7', '8');
  expect(toldOf(isShown, 'shop: migrate', WAITS, WAITS, 'shop: migrate', other)).toEqual([WAITS, other]);
});

it('at a terminal it is shown there, and not told', () => {
  vi.spyOn(terminal, 'isTerminal').mockReturnValue(true);
  expect(toldOf(true, 'shop: migrate', WAITS)).toEqual([]);
});

it('of work nothing is told, whatever it is about', () => {
  expect(toldOf(false, 'shop: migrate', 'looking at shop: waiting for nobody', null)).toEqual([]);
});
