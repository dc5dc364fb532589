import type { Terms } from '../answers/store';
import { GuardError } from '../errors/guard-error';
import type { History, JournalHistory } from '../history/history';
import { setAside } from '../rules/accepted';
import { codesWith } from '../rules/codes';
import type { Finding } from '../rules/finding';
import type { Code } from '../rules/index';
import { findingsAbout } from '../rules/run';
import { shellWord } from '../text/shell-word';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import type { Held } from './landing';
import { openConflicts } from './parts/branches';

/**
 * What stops a command that applies or compares migrations. The configuration cannot play it down: with another list
 * of migrations than drizzle-orm's, SQL would be run and recorded under a wrong name.
 */
export function sequenceFaults(history: History, database: string): Finding[] {
  return faults(history, database, {}, codesWith('hides-sequence'));
}

/** What stops generate. A waiver has its reason; the baseline was written in one go, and takes nothing away here. */
export function generateFaults(
  history: History,
  database: string,
  { checks, waivers }: Configuration,
): Finding[] {
  const unwaived = (found: Finding[]) => setAside(found, { waivers, baseline: [] }).findings;
  const found = unwaived(faults(history, database, checks, codesWith('misleads-generate')));
  if (found.length === 0 && history.layout === 'journal')
    found.push(...unwaived(misleadingOrphan(history, database, checks)));
  const head = history.migrations.at(-1);
  // In the folders layout one without a snapshot is in no graph, and drizzle-kit continues the leaves that are there.
  if (!head || head.snapshot || history.layout === 'folders') return found;
  const headless = unwaived(faults(history, database, checks, new Set<Code>(['missing-snapshot'])));
  const own = headless.filter(({ migration }) => migration === head.tag);
  return [...found, ...own.map((finding) => withRepair(finding, database))];
}

/** drizzle-kit takes the snapshot whose name sorts last for the present state, be it of a migration or not. */
function misleadingOrphan(
  history: JournalHistory,
  database: string,
  checks: Configuration['checks'],
): Finding[] {
  const last = history.snapshots.at(-1);
  if (!last || last.prefix === history.migrations.at(-1)?.prefix) return [];
  return findingsAbout('structure', { history, now: Infinity }, database, checks)
    .filter(({ code, file }) => code === 'orphan-snapshot' && file === last.file)
    .map((finding) => ({ ...finding, severity: 'error' as const }));
}

/** What stops it too: open branches of which drizzle-kit makes nothing. */
export async function conflictFaults(
  held: Held,
  database: string,
  { checks, waivers }: Configuration,
): Promise<Finding[]> {
  const found = findingsAbout('branches', { conflicts: await openConflicts(held) }, database, checks);
  const { findings } = setAside(found, { waivers, baseline: [] });
  return findings.filter(({ severity }) => severity === 'error');
}

/** The command that makes the snapshot, as it is typed. */
function withRepair(finding: Finding, database: string): Finding {
  const command = `drizzle-guard doctor --repair --database ${shellWord(database)}`;
  return {
    ...finding,
    help: `run \`${command}\`, which makes it where the SQL bears it out, then \`drizzle-guard generate\` again`,
  };
}

/**
 * SQL files that belong to no migration: where one was lost from the list, "nothing is pending" would be untrue. What
 * was accepted takes them away.
 */
export function orphanFaults(
  history: History,
  database: string,
  { configuration: { checks, waivers }, baseline }: Terms,
): Finding[] {
  const found = faults(history, database, checks, new Set<Code>(['orphan-sql']));
  return setAside(found, { waivers, baseline }).findings;
}

/** @throws GuardError `no-migrations` where nothing is in a database's folder: an answer would be about nothing */
export function requireFolder(history: History, { name }: Database): void {
  if (history.files.length > 0) return;
  throw new GuardError(
    'no-migrations',
    `${history.dir} is not there, or holds no file, so there are no migrations of ${name} that anything could be said of`,
    `run \`drizzle-guard generate --database ${name}\` for the first one; where there are some, correct \`out\` in the drizzle config`,
  );
}

function faults(
  history: History,
  database: string,
  checks: Configuration['checks'],
  codes: ReadonlySet<Code>,
): Finding[] {
  const found = findingsAbout('structure', { history, now: Date.now() }, database, checks, codes);
  return found.filter(({ severity }) => severity === 'error');
}
