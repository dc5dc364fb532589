import { setAside } from '../rules/accepted';
import { settle, checkStructure } from '../rules/index';
import type { History } from '../history/history';
import type { Configuration } from '../workspace/configuration';
import type { Finding } from '../rules/finding';

/** Findings after which it is not known what the migrations are, or in which order. */
const SEQUENCE_UNKNOWN = new Set(['mixed-layout', 'broken-journal', 'misnamed-folder', 'missing-sql']);

/** Findings after which drizzle-kit's generate writes the wrong statements, or nothing and exits 0. */
const GENERATE_MISLED = new Set([
  'mixed-layout',
  'broken-journal',
  'malformed-snapshot',
  'duplicate-prefix',
  'duplicate-snapshot',
  'forked-history',
]);

/**
 * What stops a command that applies or compares migrations. The configuration cannot play it down: with another list
 * of migrations than drizzle-orm's, SQL would be run and recorded under a wrong name.
 */
export function sequenceFaults(history: History, database: string): Finding[] {
  return faults(history, database, {}, SEQUENCE_UNKNOWN);
}

/** What stops generate. A waiver has its reason; the baseline was written in one go, and takes nothing away here. */
export function generateFaults(
  history: History,
  database: string,
  { checks, waivers }: Configuration,
): Finding[] {
  const unwaived = (found: Finding[]) => setAside(found, { waivers, baseline: [] }).findings;
  const found = unwaived(faults(history, database, checks, GENERATE_MISLED));
  const head = history.migrations.at(-1);
  if (!head || head.snapshot) return found;
  const headless = unwaived(faults(history, database, checks, new Set(['missing-snapshot'])));
  return [...found, ...headless.filter(({ migration }) => migration === head.tag)];
}

function faults(
  history: History,
  database: string,
  checks: Configuration['checks'],
  codes: ReadonlySet<string>,
): Finding[] {
  const found = settle(checkStructure({ history, now: Date.now() }), database, checks);
  return found.filter(({ code, severity }) => severity === 'error' && codes.has(code));
}
