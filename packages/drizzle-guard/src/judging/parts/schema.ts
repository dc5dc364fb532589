import type { History } from '../../history/history';
import type { Part } from '../../results/judged';
import { findingsAbout, type Severities } from '../../rules/run';
import type { Evaluator } from '../../schema/evaluator';
import { judgeSchema, type BundledSchema } from '../../schema/judge-schema';
import type { Tree } from '../../sources/tree';
import type { Database } from '../../workspace/discover';

/**
 * Whether the schema has a migration; where no snapshot tells, what it says.
 * @param onDisk told of every path outside the Tree on which the answer rests
 * @throws GuardError what `judgeSchema` throws
 */
export async function schemaPart(
  tree: Tree,
  database: Database,
  schema: BundledSchema,
  history: History,
  evaluator: Evaluator,
  severities: Severities,
  onDisk: (absolute: string) => void,
): Promise<Part> {
  const answer = await judgeSchema(tree, database, schema, history, evaluator, onDisk);
  if (answer.kind === 'in-sync') return { about: 'schema', findings: [] };
  if (answer.kind === 'no-snapshot')
    return { about: 'schema', findings: [], missing: 'schema', schema: answer };
  const context = { database: database.name, ...answer };
  return { about: 'schema', findings: findingsAbout('schema', context, database.name, severities) };
}
