import type { History } from '../../history/history';
import type { Part } from '../../results/judged';
import type { Severities } from '../../rules/run';
import type { Evaluator } from '../../schema/evaluator';
import { judgeSchema } from '../../schema/judge-schema';
import { schemaFindings } from '../schema-findings';
import type { Settings } from '../../schema/settings';
import type { Tree } from '../../sources/tree';
import type { Database } from '../../workspace/discover';

/**
 * Whether the schema has a migration.
 * @param onDisk told of every path outside the Tree on which the answer rests
 * @throws GuardError what `judgeSchema` throws
 */
export async function schemaPart(
  tree: Tree,
  database: Database,
  settings: Settings,
  history: History,
  evaluator: Evaluator,
  severities: Severities,
  onDisk: (absolute: string) => void,
): Promise<Part> {
  const answer = await judgeSchema(tree, database, settings, history, evaluator, onDisk);
  if (answer.kind === 'no-snapshot')
    return { about: 'schema', findings: [], missing: 'schema', ...withStandIns(settings.standIns) };
  const known = withStandIns([...settings.standIns, ...answer.standIns]);
  return { about: 'schema', findings: schemaFindings(database.name, answer, severities), ...known };
}

/** Where anything was evaluated with stand-ins, the part says so. */
export function withStandIns(names: readonly string[]): Pick<Part, 'standIns'> {
  return names.length > 0 ? { standIns: [...new Set(names)] } : {};
}
