import type { Tree } from '../sources/tree';
import { readBaseline } from '../workspace/baseline';
import { readConfiguration } from '../workspace/configuration';
import { discoverDatabases } from '../workspace/discover';
import { judgeOne } from './judge-one';
import { recordingTree } from '../answers/recording-tree';
import { openState, type JudgedDatabase, type JudgedState, type Place, type State } from './state';
import { findGood, type Present } from '../answers/still-good';
import { keep, readHeads, writeHeads, writeStore, type Discovery, type Store } from '../answers/store';

/** What is known of a state before anything is evaluated. */
export interface KnownState {
  store: Store;
  present: Present;
  discovery: Discovery | null;
  /** Names of the databases to judge; all by default. */
  only: ReadonlySet<string> | undefined;
}

/** Judges the databases of a state that no kept verdict tells of, by evaluating, and keeps what could be told. */
export async function judgeAnew(
  place: Place,
  state: State,
  { store, present, discovery: known, only }: KnownState,
): Promise<JudgedState> {
  const { environment } = present;
  const heads = readHeads(place.gitDir);
  const knownHeads = heads.size;
  const { tree, close } = openState(place, state);
  try {
    const discovery = known ?? (await discover(tree, store));
    const databases: JudgedDatabase[] = [];
    for (const database of discovery.databases) {
      if (only && !only.has(database.name)) continue;
      const verdict = findGood(store.verdicts[database.name], present);
      databases.push(
        verdict
          ? { database, verdict, failure: null }
          : await judgeOne(tree, database, discovery.configuration, { store, heads, environment }),
      );
    }
    return { discovery, databases };
  } finally {
    close();
    writeStore(place.gitDir, store);
    if (heads.size > knownHeads) writeHeads(place.gitDir, heads);
  }
}

async function discover(tree: Tree, store: Store): Promise<Discovery> {
  const recording = recordingTree(tree);
  const configuration = await readConfiguration(recording.tree);
  const baseline = await readBaseline(recording.tree);
  const databases = await discoverDatabases(recording.tree, configuration);
  const answer = { configuration, baseline, databases };
  store.discoveries = keep(store.discoveries, {
    inputs: recording.inputs(),
    disk: {},
    environment: {},
    answer,
  });
  return answer;
}
