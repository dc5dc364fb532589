import type { LockedTable, StatementLocks } from '../../engines/shadow/locks';
import { listOf } from '../../text/words';

/** Dialects with one lock for the whole database. */
export const ONE_LOCK: ReadonlySet<string> = new Set(['sqlite', 'turso']);

/** None for a statement that keeps nothing away from what was there before it. */
export function lockLines(locks: StatementLocks | undefined): string[] {
  if (!locks) return [];
  const { tables, rewrites, transaction } = locks;
  const keepsAway = (tables ?? []).filter(({ mode }) => mode !== 'ACCESS SHARE');
  const words = keepsAway.length === 0 ? [] : [`locks ${lockedInWords(keepsAway)}`];
  if (rewrites.length > 0) words.push(`rewrites ${rewrittenInWords(rewrites, keepsAway)}`);
  if (!transaction) words.push('forbids a transaction');
  if (tables === null) words.push('its locks cannot be measured');
  return words.length === 0 ? [] : [`-- ${words.join(', ')}`];
}

const SHOWN = 6;

/** "orders and customers SHARE, users ROW SHARE": tables with the same lock stand together. */
function lockedInWords(tables: readonly LockedTable[]): string {
  const modes = [...new Set(tables.map(({ mode }) => mode))];
  return modes
    .map((mode) => {
      const names = tables.filter((one) => one.mode === mode).map(({ table }) => shortName(table));
      const shown = names.slice(0, SHOWN);
      return `${listOf(names.length > SHOWN ? [...shown, `${names.length - SHOWN} more`] : shown)} ${mode}`;
    })
    .join(', ');
}

function rewrittenInWords(rewrites: readonly string[], locked: readonly LockedTable[]): string {
  const isIt = rewrites.length === 1 && locked.length === 1 && locked[0]!.table === rewrites[0];
  return isIt ? 'the table' : listOf(rewrites.map(shortName));
}

function shortName(table: string): string {
  return table.replace(/^public\./, '');
}
