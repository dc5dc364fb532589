import path from 'node:path';
import { startEvaluator, type Evaluator } from '../schema/evaluator';
import type { Database } from '../workspace/discover';

/**
 * Gives `work` threads for user code without credentials, started when they are first asked for, and ends them.
 * @param root absolute; the code runs in the database's folder below it
 */
export async function withEvaluator<T>(
  { root, environment }: { root: string; environment: NodeJS.ProcessEnv },
  { dir }: Pick<Database, 'dir'>,
  work: (evaluator: () => Evaluator) => Promise<T>,
): Promise<T> {
  let evaluator: Evaluator | undefined;
  try {
    return await work(() => (evaluator ??= startEvaluator(path.join(root, dir), environment)));
  } finally {
    await evaluator?.close();
  }
}
