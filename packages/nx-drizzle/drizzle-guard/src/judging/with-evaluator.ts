import path from 'node:path';
import { startEvaluator, type Evaluator } from '../schema/evaluator';
import type { Database } from '../workspace/discover';

/**
 * Gives `work` a process for user code without credentials, started when it is first asked for, and ends it.
 * @param root absolute; the code runs in the database's folder below it
 */
export async function withEvaluator<T>(
  { root, environment }: { root: string; environment: NodeJS.ProcessEnv },
  { dir, variables }: Pick<Database, 'dir' | 'variables'>,
  work: (evaluator: () => Evaluator) => Promise<T>,
): Promise<T> {
  let evaluator: Evaluator | undefined;
  try {
    const given = { ...environment, ...variables };
    return await work(() => (evaluator ??= startEvaluator(path.join(root, dir), given, 'stand-ins')));
  } finally {
    await evaluator?.close();
  }
}
