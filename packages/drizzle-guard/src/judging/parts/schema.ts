import type { History } from '../../history/history';
import type { Part } from '../../results/judged';
import type { Severities } from '../../rules/run';
import type { Evaluator } from '../../schema/evaluator';
import { judgeSchema, type BundledSchema } from '../../schema/judge-schema';
import type { Tree } from '../../sources/tree';
import type { Database } from '../../workspace/discover';
import { schemaFindings } from '../schema-findings';

/**
 * Whether the schema has a migration; where no snapshot tells, what it says.
 * @throws GuardError what `judgeSchema` throws
 */
export async function schemaPart(
  tree: Tree,
  database: Database,
  schema: BundledSchema,
  history: History,
  evaluator: Evaluator,
  severities: Severities,
): Promise<Part> {
  const answer = await judgeSchema(tree, database, schema, history, evaluator);
  const known = withStandIns(answer.standIns);
  if (answer.kind === 'no-snapshot') {
    const { file, state } = answer;
    return { about: 'schema', findings: [], missing: 'schema', schema: { file, state }, ...known };
  }
  return { about: 'schema', findings: schemaFindings(database.name, answer, severities), ...known };
}

/** Where anything was evaluated with stand-ins, the part says so. */
export function withStandIns(names: readonly string[]): Pick<Part, 'standIns'> {
  return names.length > 0 ? { standIns: [...new Set(names)] } : {};
}
