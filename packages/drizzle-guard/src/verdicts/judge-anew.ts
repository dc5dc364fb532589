import path from 'node:path';
import { GuardError } from '../errors';
import { failureOf } from '../result';
import { startEvaluator, type Evaluator } from '../schema/evaluator';
import type { Tree } from '../sources/tree';
import { readBaseline } from '../workspace/baseline';
import { CONFIGURATION_FILE, readConfiguration } from '../workspace/configuration';
import { discoverDatabases, type Database } from '../workspace/discover';
import { judgeDatabase } from './judge-database';
import { recordingTree } from './recording-tree';
import { openState, type JudgedDatabase, type JudgedState, type Place, type State } from './state';
import { keep, readHeads, writeHeads, writeStore, type Discovery, type Store } from './store';
import type { Verdict } from './structure';
import { lookAround } from './surroundings';

/**
 * Judges the databases of a state that `known` has no verdict of, by evaluating, and keeps what could be told.
 * @param environment what schemas may see
 */
export async function judgeAnew(
  place: Place,
  state: State,
  store: Store,
  environment: NodeJS.ProcessEnv,
  known: JudgedState | null,
  only: ReadonlySet<string> | undefined,
): Promise<JudgedState> {
  const heads = readHeads(place.gitDir);
  const knownHeads = heads.size;
  const { tree, close } = openState(place, state);
  try {
    const discovery = known?.discovery ?? (await discover(tree, store));
    const wanted = discovery.databases.filter(({ name }) => !only || only.has(name));
    const databases: JudgedDatabase[] = [];
    for (const database of wanted)
      databases.push(
        known?.databases.find((one) => one.database.name === database.name && one.verdict) ??
          (await judgeOne(tree, database, discovery, store, environment, heads)),
      );
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

async function judgeOne(
  tree: Tree,
  database: Database,
  { configuration }: Discovery,
  store: Store,
  environment: NodeJS.ProcessEnv,
  heads: ReturnType<typeof readHeads>,
): Promise<JudgedDatabase> {
  const recording = recordingTree(tree);
  const disk = new Set<string>();
  let started: Evaluator | undefined;
  let structure: Verdict | null = null;
  const evaluator = () => (started ??= startEvaluator(path.join(tree.root, database.dir), environment));
  try {
    const onDisk = (absolute: string) => void disk.add(absolute);
    const onStructure = (verdict: Verdict) => void (structure = verdict);
    const judging = { configuration, evaluator, heads, onDisk, onStructure };
    const verdict = await judgeDatabase(recording.tree, database, judging);
    // Severities, and what is switched off, are part of the answer.
    await recording.tree.read(CONFIGURATION_FILE);
    const around = lookAround(disk, started?.environmentRead ?? [], environment);
    // What depends on the clock is not kept.
    if (!verdict.findings.some(({ code }) => code === 'future-timestamp'))
      store.verdicts[database.name] = keep(store.verdicts[database.name] ?? [], {
        inputs: recording.inputs(),
        ...around,
        answer: verdict,
      });
    return { database, verdict, failure: null };
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return {
      database,
      verdict: structure,
      failure: { error: failureOf(thrown), inputs: recording.inputs() },
    };
  } finally {
    await started?.close();
  }
}
