import type { FindingDraft } from '../result';
import { timeOf } from './check';

export const lateMigration = {
  code: 'late-migration',
  severity: 'error',
  explain: `A migration has not been applied, yet it is not newer than the newest one that was. drizzle-orm 0.x skips it in silence and calls that success; a new database runs it, so CI on an empty one stays green. It comes from parallel branches, or from a timestamp written by hand.

Way out: if it has not landed, delete it and run drizzle-guard generate (keep hand-written SQL), which puts it after the others. If it has landed, make sure that it does not depend on the order, then run drizzle-guard migrate --late apply: it is applied out of order and recorded.`,
} as const;

/** @param highWaterMark the greatest timestamp that has been applied, in milliseconds */
export function lateInLedger(tag: string, timestamp: number, highWaterMark: number): FindingDraft {
  return {
    code: lateMigration.code,
    migration: tag,
    message: `${tag} (${timeOf(timestamp)}) is not applied, and older than the newest applied one (${timeOf(highWaterMark)}): drizzle-orm would skip it in silence`,
    help: 'if it does not depend on the order, run `drizzle-guard migrate --late apply`; if it has not landed, delete it and run `drizzle-guard generate` (keep hand-written SQL)',
  };
}
