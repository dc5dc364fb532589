import { editedSnapshot } from '../rules/base/edited-snapshot';
import type { Finding } from '../rules/finding';
import type { Doubted } from './proven-snapshots';
import type { Session } from './session';

/** Findings about the base without those snapshots that a replay bears out; nothing is run where none is told. */
export async function withoutProven(
  session: Session,
  findings: readonly Finding[],
  doubted: Doubted,
): Promise<Finding[]> {
  const isDoubted = ({ code }: Finding) => code === editedSnapshot.code;
  const tags = findings.filter(isDoubted).map(({ migration }) => migration);
  if (tags.length === 0) return [...findings];
  const editedSnapshots = doubted.context.editedSnapshots.filter(({ mine }) => tags.includes(mine.tag));
  const { provenSnapshots } = await import('./proven-snapshots');
  const context = { ...doubted.context, editedSnapshots };
  const proven = await provenSnapshots(session, { ...doubted, context });
  return findings.filter((finding) => !isDoubted(finding) || !proven.has(finding.migration!));
}
