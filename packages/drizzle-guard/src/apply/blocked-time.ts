import type { Run } from '../engines/connection';

/** How long a migration's tries took that did not get the lock on a table. */
export interface BlockedTime {
  /** Goes on until somebody asks to stop. */
  onBlocked: NonNullable<Run['onBlocked']>;
  /** As it is told of a migration: nothing where there was no such try. */
  told(): { blocked?: number };
}

export function blockedTime(shouldStop: () => unknown): BlockedTime {
  let blocked = 0;
  return {
    onBlocked(milliseconds) {
      blocked += milliseconds;
      return shouldStop() === false;
    },
    told: () => (blocked > 0 ? { blocked: Math.round(blocked) } : {}),
  };
}
