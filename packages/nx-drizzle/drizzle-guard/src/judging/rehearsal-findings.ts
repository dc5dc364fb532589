import type { Rehearsal } from '../rehearsal/rehearse';
import { setAside } from '../rules/accepted';
import type { Finding } from '../rules/finding';
import { findingsAbout } from '../rules/run';
import type { Workspace } from './open-workspace';

/** What a rehearsal has found, at the severity in force, without what is waived. */
export function foundInRehearsal(
  { configuration: { checks, waivers } }: Pick<Workspace, 'configuration'>,
  database: string,
  { migrations, notReached }: Rehearsal,
): Finding[] {
  const [failed = null] = migrations.flatMap(({ migration, failure }) =>
    failure ? [{ migration, ...failure, notReached: notReached.length }] : [],
  );
  const found = findingsAbout('rehearsal', { failed }, database, checks);
  return setAside(found, { waivers, baseline: [] }).findings;
}
