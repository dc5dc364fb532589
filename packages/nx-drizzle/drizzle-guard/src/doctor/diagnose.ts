import type { History } from '../history/history';
import { codesWith, ruleOf } from '../rules/codes';
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

function leadsTo(cause: Finding, finding: Finding, history: History): boolean {
  // An entry that was lost from the journal leaves its files behind.
  if (cause.code === 'broken-journal') return finding.code !== 'future-timestamp';
  const [at, here] = [positionOf(cause, history), positionOf(finding, history)];
  if (cause.code === 'orphan-sql') return finding.code === 'orphan-snapshot' && isSameNumber(cause, finding);
  if (at === -1 || here === -1 || !codesWith('of-the-chain').has(finding.code)) return false;
  const isNext = here === at + 1;
  if (finding.code === 'dangling-parent' && codesWith('cuts-the-chain').has(cause.code) && isNext)
    return true;
  if (finding.code === 'forked-history' && cause.code === 'duplicate-snapshot' && isNext) return true;
  // Two of one number have one snapshot, which stands for both.
  const isSamePlace = history.migrations[at]!.snapshotFile === history.migrations[here]!.snapshotFile;
  return codesWith('of-the-chain').has(cause.code) && isSamePlace;
}

function positionOf({ migration, file }: Finding, { migrations }: History): number {
  return migrations.findIndex(({ tag, snapshotFile }) => tag === migration || snapshotFile === file);
}

function isSameNumber({ migration = '' }: Finding, { file = '' }: Finding): boolean {
  return file.endsWith(`/${prefixOf(migration)}_snapshot.json`);
}

function effectOf(finding: Finding, history: History): string {
  const { effect } = ruleOf(finding.code);
  return typeof effect === 'string' ? effect : effect(finding, history);
}
