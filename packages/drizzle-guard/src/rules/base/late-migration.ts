import type { Layout, Migration } from '../../history/history';
import type { AgainstBase } from './against-base';
import type { FindingDraft } from '../finding';
import { timeOf } from '../../text/words';

export const lateMigration = {
  code: 'late-migration',
  severity: 'error',
  explain: `A migration has not been applied, yet it is not newer than the newest one that was. drizzle-orm 0.x skips it in silence and calls that success; a new database runs it, so CI on an empty one stays green. drizzle-orm 1.0 applies it out of order, in silence too: an order that nobody tried. It comes from parallel branches, or from a timestamp written by hand.

Way out: if it has not landed, delete it and run drizzle-guard generate (keep hand-written SQL), which puts it after the others. If it has landed, make sure that it does not depend on the order, then run drizzle-guard migrate --late apply: it is applied out of order and recorded.`,
} as const;

/** @param highWaterMark the greatest timestamp that has been applied, in milliseconds */
export function lateInLedger(
  database: string,
  tag: string,
  timestamp: number,
  highWaterMark: number,
  layout: Layout,
): FindingDraft {
  return {
    code: lateMigration.code,
    migration: tag,
    message: `${tag} (${timeOf(timestamp)}) is not applied, and older than the newest applied one (${timeOf(highWaterMark)}): drizzle-orm would ${layout === 'journal' ? 'skip it in silence' : 'apply it out of order, in silence'}`,
    help: `if it does not depend on the order, run \`drizzle-guard migrate --database ${database} --late apply\`; if it has not landed, delete it and run \`drizzle-guard generate\` (keep hand-written SQL)`,
  };
}

/** Migrations that have not landed and are not newer than the newest landed one. */
export function lateAgainstBase({ history, landed, mine, theirs, base }: AgainstBase): FindingDraft[] {
  const newest = landed.migrations.reduce<Migration | null>(
    (greatest, migration) => (greatest && greatest.timestamp >= migration.timestamp ? greatest : migration),
    null,
  );
  if (!newest) return [];
  return mine
    .filter(({ timestamp }) => timestamp <= newest.timestamp)
    .map(({ tag, timestamp, declaredAt }) => ({
      code: lateMigration.code,
      migration: tag,
      ...declaredAt,
      message: `${tag} (${timeOf(timestamp)}) is not newer than ${newest.tag} (${timeOf(newest.timestamp)}), which is on ${base}: ${lateConsequence(history.layout)} where that one is applied`,
      help:
        theirs.length > 0
          ? `merge ${base} into this branch; the message of that merge says how to make ${tag} again after the landed ones`
          : 'delete it and run `drizzle-guard generate` to make it again after the landed ones (keep hand-written SQL)',
    }));
}

function lateConsequence(layout: Layout): string {
  return layout === 'journal'
    ? 'drizzle-orm skips it in silence'
    : 'drizzle-orm applies it out of order, in silence,';
}
