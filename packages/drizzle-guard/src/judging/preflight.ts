import type { History } from '../history/history';
import { setAside } from '../rules/accepted';
import { codesWith } from '../rules/codes';
import type { Finding } from '../rules/finding';
import type { Code } from '../rules/index';
import { findingsAbout } from '../rules/run';
import { shellWord } from '../text/shell-word';
import type { Configuration } from '../workspace/configuration';

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
  const head = history.migrations.at(-1);
  if (!head || head.snapshot) return found;
  const headless = unwaived(faults(history, database, checks, new Set<Code>(['missing-snapshot'])));
  const own = headless.filter(({ migration }) => migration === head.tag);
  return [...found, ...own.map((finding) => withRepair(finding, history, database))];
}

/** The command that makes the snapshot, as it is typed. */
function withRepair(finding: Finding, { layout }: History, database: string): Finding {
  if (layout !== 'journal') return finding;
  const command = `drizzle-guard doctor --repair --database ${shellWord(database)}`;
  return {
    ...finding,
    help: `run \`${command}\`, which makes it where the SQL bears it out, then \`drizzle-guard generate\` again`,
  };
}

function faults(
  history: History,
  database: string,
  checks: Configuration['checks'],
  codes: ReadonlySet<Code>,
): Finding[] {
  const found = findingsAbout('structure', { history, now: Date.now() }, database, checks);
  return found.filter(({ code, severity }) => severity === 'error' && codes.has(code));
}
