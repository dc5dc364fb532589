import path from 'node:path';
import { GuardError } from '../errors';
import { offlineEnvironment } from '../environments/offline-environment';
import { openBlobs } from '../git/blobs';
import { git } from '../git/git';
import { failureOf, type Failure } from '../result';
import { startEvaluator, type Evaluator } from '../schema/evaluator';
import {
  gitTree,
  parseLsFiles,
  readCommitEntries,
  readIndexEntries,
  type TreeEntries,
} from '../sources/git-tree';
import type { Tree } from '../sources/tree';
import { readConfiguration } from '../workspace/configuration';
import { discoverDatabases, type Database } from '../workspace/discover';
import { judgeDatabase } from './judge-database';
import { inputsMatch, pathspecsOf } from './match-inputs';
import { recordingTree, type Inputs } from './recording-tree';
import {
  keep,
  readHeads,
  readStore,
  writeHeads,
  writeStore,
  type Discovery,
  type Kept,
  type Store,
} from './store';
import type { Verdict } from './structure';
import { isUnchanged, lookAround } from './surroundings';

/** The files that are to be judged: what the index would commit, or a commit. */
export type State = { kind: 'index' } | { kind: 'commit'; commit: string; label: string };

export interface JudgedDatabase {
  database: Database;
  /** What is known; with a failure at most the structure of the history. */
  verdict: Verdict | null;
  /** Why the schema could not be judged, and what was read before that became clear. */
  failure: { error: Failure; inputs: Inputs } | null;
}

export interface JudgedState {
  discovery: Discovery;
  databases: JudgedDatabase[];
}

export interface Place {
  /** Absolute. */
  root: string;
  gitDir: string;
}

/**
 * Judges every database of a state; answers that were kept are used where all they rest on is the same, so that a
 * known state costs one git process.
 *
 * @param only names of the databases to judge; all by default
 * @throws GuardError where the configuration itself cannot be read
 */
export async function judgeState(
  place: Place,
  state: State,
  only?: ReadonlySet<string>,
): Promise<JudgedState> {
  const store = readStore(place.gitDir);
  const environment = offlineEnvironment(process.env);
  const known = lookUp(store, scopedEntries(place.root, state, store), environment, only);
  if (known && known.databases.every(({ verdict }) => verdict)) return known;
  return judgeAnew(place, state, store, environment, known, only);
}

/** Opens a state as a Tree, for what no verdict tells; the caller closes it. */
export function openState({ root }: Place, state: State): { tree: Tree; close(): void } {
  const blobs = openBlobs(root);
  const label = state.kind === 'index' ? 'the index' : state.label;
  return { tree: gitTree(root, label, allEntries(root, state), blobs), close: () => blobs.close() };
}

function lookUp(
  store: Store,
  entries: TreeEntries,
  environment: NodeJS.ProcessEnv,
  only: ReadonlySet<string> | undefined,
): JudgedState | null {
  const isGood = (kept: Kept<unknown>) => inputsMatch(kept.inputs, entries) && isUnchanged(kept, environment);
  const discovery = store.discoveries.find(isGood)?.answer;
  if (!discovery) return null;
  const databases = discovery.databases
    .filter(({ name }) => !only || only.has(name))
    .map((database) => ({
      database,
      verdict: store.verdicts[database.name]?.find(isGood)?.answer ?? null,
      failure: null,
    }));
  return { discovery, databases };
}

/** For the index, only what decides about the kept answers: git reads the same index, but less is handed over. */
function scopedEntries(root: string, state: State, store: Store): TreeEntries {
  if (state.kind === 'commit') return readCommitEntries(root, state.commit);
  const inputs = [...store.discoveries, ...Object.values(store.verdicts).flat()].map((kept) => kept.inputs);
  if (inputs.length === 0) return new Map();
  const pathspecs = pathspecsOf(inputs) ?? [];
  return parseLsFiles(git(['ls-files', '--stage', '-z', '--', ...pathspecs], { cwd: root }));
}

function allEntries(root: string, state: State): TreeEntries {
  return state.kind === 'index' ? readIndexEntries(root) : readCommitEntries(root, state.commit);
}

async function judgeAnew(
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
  const databases = await discoverDatabases(recording.tree, configuration);
  const answer = { configuration, databases };
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
