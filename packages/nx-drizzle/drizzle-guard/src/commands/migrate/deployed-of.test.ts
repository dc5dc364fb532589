import { expect, test } from 'vitest';
import type { Ran } from '../../apply/run-planned';
import { GuardError } from '../../errors/guard-error';
import { deployedOf } from './deployed-of';

const migrations = ['0000_a', '0001_b', '0002_c'].map((tag, position) => ({
  ...{ tag, timestamp: 10 - (position === 1 ? 5 : 0) + position, hash: `hash of ${tag}` },
}));

/** A run beside a ledger that had the first; 0001_b has an older time. */
function ran(
  applied: string[],
  more: { failure?: string; recorded?: string[]; undone?: string[]; inTheWay?: boolean } = {},
): Ran {
  const states = migrations.map(({ tag }) => ({ tag, state: tag === '0000_a' ? 'applied' : 'pending' }));
  return {
    live: { migrations, history: { layout: 'journal' }, match: { migrations: states } },
    plan: { findings: more.inTheWay ? [{ severity: 'error' }] : [] },
    outcome: {
      applied: applied.map((migration) => ({ migration, milliseconds: 1 })),
      failure: more.failure ? new GuardError(more.failure as 'failed-verification', '', '') : null,
      ...(more.recorded ? { recorded: more.recorded } : {}),
      ...(more.undone ? { undone: more.undone.map((migration) => ({ migration })) } : {}),
    },
  } as unknown as Ran;
}

const said = (...given: Parameters<typeof ran>) => {
  const deployed = deployedOf(ran(...given), 'now');
  return deployed && [deployed.newest?.migration, ...deployed.applied];
};

test('what was there and what the run has applied or recorded; the newest by its time', () => {
  expect(deployedOf(ran([]), 'now')).toEqual({
    ...{
      newest: { migration: '0000_a', timestamp: 10, hash: 'hash of 0000_a' },
      applied: ['0000_a'],
      at: 'now',
    },
  });
  expect(said(['0001_b'])).toEqual(['0000_a', '0000_a', '0001_b']);
  expect(said(['0002_c'])).toEqual(['0002_c', '0000_a', '0002_c']);
  expect(said([], { recorded: ['0001_b', '0002_c'] })).toEqual(['0002_c', '0000_a', '0001_b', '0002_c']);
});

test('without what was taken back', () => {
  expect(said([], { undone: ['0000_a'] })).toEqual([undefined]);
});

test('nothing where it is not known; a health check that failed changes nothing about it', () => {
  expect(said(['0001_b'], { failure: 'failed-statement' })).toBeNull();
  expect(said([], { inTheWay: true })).toBeNull();
  expect(said(['0002_c'], { failure: 'failed-verification' })).toEqual(['0002_c', '0000_a', '0002_c']);
});
