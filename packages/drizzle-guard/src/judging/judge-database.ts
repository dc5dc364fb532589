import { findingsAbout } from '../rules/run';
import { staleSchema } from '../rules/schema/stale-schema';
import { readHistory, type HeadCache } from '../history/read-history';
import type { Evaluator } from '../schema/evaluator';
import { judgeSchema } from '../schema/judge-schema';
import { readSettings } from '../schema/settings';
import type { Tree } from '../sources/tree';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import { structureOf, type Verdict } from './structure';

export interface Judging {
  configuration: Configuration;
  evaluator: () => Evaluator;
  heads?: HeadCache;
  /** Told of every path outside the Tree on which the verdict rests. */
  onDisk?: (absolute: string) => void;
  /** Given the verdict so far as it is known, before the schema is evaluated: that may throw. */
  onStructure?: (verdict: Verdict) => void;
}

/**
 * Judges one database as it is in a Tree: the structure of its history, and whether its schema has a migration.
 * @throws GuardError where the schema or the config cannot be evaluated; what was found before is in `onStructure`
 */
export async function judgeDatabase(tree: Tree, database: Database, judging: Judging): Promise<Verdict> {
  const { configuration, evaluator, heads, onDisk, onStructure } = judging;
  const isJudged = configuration.checks[staleSchema.code] !== 'off';
  // drizzle-kit takes long to load; it does so while everything else is read.
  if (isJudged) evaluator().preload();
  const settings = await readSettings(tree, database, evaluator, onDisk);
  const history = await readHistory(tree, settings.out, heads);
  const verdict = structureOf(history, database.name, configuration.checks);
  verdict.dialect = settings.dialect;
  onStructure?.(verdict);
  if (!isJudged) return { ...verdict, notChecked: ['schema'] };
  const answer = await judgeSchema(tree, database, settings, history, evaluator(), onDisk);
  if (answer.kind === 'no-snapshot') return { ...verdict, notChecked: ['schema'] };
  if (answer.kind !== 'stale') return verdict;
  const context = { database: database.name, file: answer.files[0]!, ...answer };
  return {
    ...verdict,
    findings: [...verdict.findings, ...findingsAbout('schema', context, database.name, configuration.checks)],
  };
}
