import type { History } from '../history/history';
import type { Finding } from '../rules/finding';
import { prefixOf } from '../text/tag';

/** Something that happened to a history, and the findings that it has led to; the first is the cause itself. */
export interface Cause {
  /** What it does to people. */
  effect: string;
  findings: Finding[];
}

/**
 * Puts findings in order of cause: what follows from another stands with it, and not for itself.
 * @param findings in the order of the structure checks, which is that of causes
 */
export function diagnose(findings: readonly Finding[], history: History): Cause[] {
  const causes: Cause[] = [];
  for (const finding of findings) {
    const cause = causes.find(({ findings: [head] }) => leadsTo(head!, finding, history));
    if (cause) cause.findings.push(finding);
    else causes.push({ effect: effectOf(finding, history), findings: [finding] });
  }
  return causes;
}

/** Codes that are about the chain of snapshots, or about one migration's place in the list. */
const OF_THE_CHAIN = new Set([
  'duplicate-index',
  'duplicate-prefix',
  'duplicate-snapshot',
  'forked-history',
  'missing-snapshot',
  'dangling-parent',
  'timestamp-regression',
  'index-gap',
]);

/** After which the next snapshot has nothing, or two things, to continue. */
const CUTS_THE_CHAIN = new Set(['missing-snapshot', 'malformed-snapshot', 'duplicate-snapshot']);

function leadsTo(cause: Finding, finding: Finding, history: History): boolean {
  // An entry that was lost from the journal leaves its files behind.
  if (cause.code === 'broken-journal') return finding.code !== 'future-timestamp';
  const [at, here] = [positionOf(cause, history), positionOf(finding, history)];
  if (cause.code === 'orphan-sql') return finding.code === 'orphan-snapshot' && isSameNumber(cause, finding);
  if (at === -1 || here === -1 || !OF_THE_CHAIN.has(finding.code)) return false;
  const isNext = here === at + 1;
  if (finding.code === 'dangling-parent' && CUTS_THE_CHAIN.has(cause.code) && isNext) return true;
  if (finding.code === 'forked-history' && cause.code === 'duplicate-snapshot' && isNext) return true;
  // Two of one number have one snapshot, which stands for both.
  const isSamePlace = history.migrations[at]!.snapshotFile === history.migrations[here]!.snapshotFile;
  return OF_THE_CHAIN.has(cause.code) && isSamePlace;
}

function positionOf({ migration, file }: Finding, { migrations }: History): number {
  return migrations.findIndex(({ tag, snapshotFile }) => tag === migration || snapshotFile === file);
}

function isSameNumber({ migration = '' }: Finding, { file = '' }: Finding): boolean {
  return file.endsWith(`/${prefixOf(migration)}_snapshot.json`);
}

const EFFECTS: Readonly<Record<string, string>> = {
  'mixed-layout': 'each version of drizzle-kit sees one half of the migrations',
  'broken-journal': 'the list of migrations cannot be trusted; entries may be lost',
  'misnamed-folder': 'drizzle-orm runs it and cannot record it: the whole migrate is rolled back',
  'malformed-snapshot': 'drizzle-kit check fails, and generate writes nothing and exits 0',
  'duplicate-index': 'two branches were merged; the older of the two is skipped where the newer is applied',
  'duplicate-prefix':
    'two migrations share one snapshot: drizzle-kit up (0.x to 1.0) loses the state of one of them',
  'duplicate-snapshot':
    'what continues it has two parents to choose from; drizzle-kit up loses one of the two states',
  'forked-history': 'drizzle-kit check fails, and generate writes nothing and exits 0',
  'missing-sql': 'drizzle-kit migrate ends without a message',
  'missing-snapshot': 'drizzle-kit up (0.x to 1.0) stops',
  'orphan-sql': 'no migrate will ever run it, and people believe that it was run',
  'orphan-snapshot': 'drizzle-kit reads it as a state of this history',
  'dangling-parent': 'drizzle-kit up (0.x to 1.0) stops; no database notices',
  'timestamp-regression': 'a database that has run the earlier one skips it, in silence',
  'unmerged-fork': 'branches stay open until a migration continues them',
  'index-gap': 'nothing by itself: a trace of a migration that was taken out',
  'future-timestamp': 'what is generated before then is older than it, and skipped',
};

function effectOf({ code, migration }: Finding, { migrations, layout }: History): string {
  if (code === 'missing-snapshot' && migration === migrations.at(-1)?.tag && layout === 'journal')
    return 'the next generate writes its statements a second time';
  return EFFECTS[code] ?? 'code and migrations are apart';
}
