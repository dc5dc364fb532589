import { forkAgainstBase } from '../checks/forked-history';
import { settle } from '../checks/index';
import { lateAgainstBase } from '../checks/late-migration';
import type { Base } from '../git/base';
import { onlyIn, type History } from '../history/history';
import type { Finding } from '../result';
import { historyOf } from '../verdicts/history-of';
import type { JudgedDatabase, Place } from '../verdicts/state';
import type { Discovery } from '../verdicts/store';
import type { Change } from './judge-change';

/** What the state's history means to the base's: migrations that would be skipped there, and a fork to come. */
export async function compareWithBase(
  place: Place,
  change: Change,
  { configuration }: Discovery,
  { database, verdict }: JudgedDatabase,
  base: Base,
): Promise<{ blocking: Finding[]; warnings: Finding[] }> {
  const out = verdict!.out;
  const history = await historyOf(place, change.state, out);
  const landed = await historyOf(place, { kind: 'commit', commit: base.commit, label: base.name }, out);
  const late = settle(lateAgainstBase(history, landed, base.name), database.name, configuration.checks);
  const fork = settle(forkAgainstBase(history, landed, base.name), database.name, configuration.checks);
  const added = change.againstBase === 'added' ? await addedTags(place, change, history, out) : null;
  const concerns = ({ migration }: Finding) => added === null || added.has(migration!);
  const touchesFork = added === null || onlyIn(history, landed).some(({ tag }) => added.has(tag));
  const forks = touchesFork ? fork : [];
  const isBlocking = ({ severity }: Finding) => change.forkBlocks && severity === 'error';
  return {
    blocking: [...late.filter(concerns), ...forks.filter(isBlocking)],
    warnings: forks
      .filter((finding) => !isBlocking(finding))
      .map((finding) => ({ ...finding, severity: 'warning' as const })),
  };
}

/** The migrations that no parent of the change has. */
async function addedTags(
  place: Place,
  { parents }: Change,
  history: History,
  out: string,
): Promise<Set<string>> {
  let added = history.migrations;
  for (const { commit, label } of parents()) {
    const before = await historyOf(place, { kind: 'commit', commit, label }, out);
    const tags = new Set(before.migrations.map(({ tag }) => tag));
    added = added.filter(({ tag }) => !tags.has(tag));
  }
  return new Set(added.map(({ tag }) => tag));
}
