import { codesWith } from '../rules/codes';
import { findingsAbout } from '../rules/run';
import type { Base } from '../git/base';
import { mergeBase } from '../git/merge-base';
import { isUnreadable, type History } from '../history/history';
import { readHistory } from '../history/read-history';
import { historyOf } from '../judging/history-of';
import { besideLanded, openLanded } from '../judging/landed';
import { newFindings } from '../judging/new-findings';
import { openState, type JudgedDatabase, type Place, type State } from '../judging/state';
import { readHeads, type Discovery } from '../answers/store';
import type { Change } from './judge-change';
import type { Finding } from '../rules/finding';

/**
 * What the state's history means to the base's: landed migrations that the change removes or edits, migrations that
 * would be skipped there, and a fork to come.
 */
export async function compareWithBase(
  place: Place,
  change: Change,
  { configuration }: Discovery,
  { database, verdict }: JudgedDatabase,
  base: Base,
): Promise<{ blocking: Finding[]; warnings: Finding[] }> {
  const out = verdict!.out;
  const parents = change.parents();
  const tips = change.state.kind === 'commit' ? [change.state.commit] : parents.map(({ commit }) => commit);
  const context = await compare(place, change.state, tips, base, out);
  // What cannot be read has a finding of its own.
  if (isUnreadable(context.history)) return { blocking: [], warnings: [] };
  const findings = findingsAbout('base', context, database.name, configuration.checks);
  const isOfLanded = ({ code }: Finding) => codesWith('of-landed').has(code);
  const landed = findings.filter(isOfLanded);
  const added = change.againstBase === 'added' ? await addedTags(place, change, context.history, out) : null;
  const concerns = ({ migration }: Finding) => added === null || added.has(migration!);
  const late = findings.filter(({ code }) => code === 'late-migration').filter(concerns);
  const touchesFork = added === null || context.mine.some(({ tag }) => added.has(tag));
  const forks = touchesFork ? findings.filter(({ code }) => codesWith('fork').has(code)) : [];
  // Of two branches in the folders layout one is always the older one; which is late, only what has landed tells.
  const isLateKnown = !base.assumed || context.history.layout === 'journal';
  const isBlocking = ({ severity }: Finding) => change.forkBlocks && severity === 'error';
  // Of an assumed base nobody knows that it has landed. And what a parent did already is not this change's doing.
  const older: Finding[][] = [];
  if (landed.length > 0 && !base.assumed)
    for (const { commit, label } of parents) {
      const before = await compare(place, { kind: 'commit', commit, label }, [commit], base, out);
      older.push(findingsAbout('base', before, database.name, configuration.checks).filter(isOfLanded));
    }
  return {
    blocking: [
      ...(base.assumed ? [] : newFindings(landed, older)),
      ...(isLateKnown ? late : []),
      ...forks.filter(isBlocking),
    ],
    warnings: [...(isLateKnown ? [] : late), ...forks.filter((finding) => !isBlocking(finding))].map(
      (finding) => ({ ...finding, severity: 'warning' as const }),
    ),
  };
}

async function compare(place: Place, state: State, tips: readonly string[], base: Base, out: string) {
  const landed = openLanded(place, base, mergeBase(place.root, base.commit, tips));
  const { tree, close } = openState(place, state);
  try {
    const heads = readHeads(place.gitDir);
    return await besideLanded({ tree, history: await readHistory(tree, out, heads) }, landed, heads);
  } finally {
    close();
    landed.close();
  }
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
