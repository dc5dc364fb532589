import type { Part } from '../../results/judged';
import type { BranchConflict } from '../../rules/contexts';
import type { Severities } from '../../rules/run';
import type { Evaluator } from '../../schema/evaluator';
import { notTogether, judgeSchema, type BundledSchema } from '../../schema/judge-schema';
import type { Database } from '../../workspace/discover';
import type { Held } from '../landing';
import { schemaFindings } from '../schema-findings';

/**
 * Whether the schema has a migration; where no snapshot tells, what it says.
 * @param conflicts of open branches: they say why it is not known what those give together
 * @throws GuardError what `judgeSchema` throws
 */
export async function schemaPart(
  database: Database,
  schema: BundledSchema,
  { tree, history }: Held,
  conflicts: readonly BranchConflict[],
  evaluator: Evaluator,
  severities: Severities,
): Promise<Part> {
  const answer = await judgeSchema(tree, database, schema, history, evaluator);
  if (answer.kind === 'no-snapshot' && answer.apart !== undefined && conflicts.length === 0)
    throw notTogether(database, history, answer.apart);
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
