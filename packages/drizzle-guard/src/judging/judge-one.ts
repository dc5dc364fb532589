import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import type { HeadCache } from '../history/read-history';
import { startEvaluator, type Evaluator } from '../schema/evaluator';
import type { Tree } from '../sources/tree';
import { CONFIGURATION_FILE, type Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import { judgeDatabase } from './judge-database';
import { recordingTree } from '../answers/recording-tree';
import type { JudgedDatabase } from './state';
import { keep, type Store } from '../answers/store';
import type { Verdict } from './structure';
import { lookAround } from '../answers/surroundings';
import { failureOf } from '../errors/failure';

export interface Keeping {
  /** Where a verdict is kept. */
  store: Store;
  heads: HeadCache;
  /** What schemas may see. */
  environment: NodeJS.ProcessEnv;
}

/**
 * Judges one database by evaluating, and keeps what could be told. What could not is in the answer, never thrown.
 * @param tree one that knows the ids of its files
 */
export async function judgeOne(
  tree: Tree,
  database: Database,
  configuration: Configuration,
  { store, heads, environment }: Keeping,
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
