import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import type { LedgerPlace } from '../ledger/ledger';
import { startEvaluator } from '../schema/evaluator';
import { evaluateSettings, statedSettings, type Settings } from '../schema/settings';
import type { Tree } from '../sources/tree';
import type { Database } from '../workspace/discover';

/**
 * What a drizzle config says when it is evaluated with the real environment.
 * @throws GuardError what `evaluateSettings` throws, and `invalid-configuration` where drizzle-guard.json states another
 *   place of the ledger: one of the two would be taken for empty
 */
export async function evaluateConnection(
  tree: Tree,
  database: Database,
  configFile: string,
  variables: NodeJS.ProcessEnv,
): Promise<Settings> {
  const evaluator = startEvaluator(path.join(tree.root, database.dir), variables, 'real');
  try {
    const settings = await evaluateSettings(tree, database, configFile, evaluator);
    const stated = database.stated?.migrations && statedSettings(tree, database)!.ledger;
    if (stated) refuseOther(database, configFile, stated, settings.ledger);
    return settings;
  } finally {
    await evaluator.close();
  }
}

function refuseOther({ name }: Database, configFile: string, stated: LedgerPlace, said: LedgerPlace): void {
  if (stated.schema === said.schema && stated.table === said.table) return;
  throw new GuardError(
    'invalid-configuration',
    `drizzle-guard.json: databases.${name}.migrations says that the ledger is ${wordsOf(stated)}, and ${configFile} says ${wordsOf(said)}`,
    `correct one of the two; no database was opened`,
  );
}

function wordsOf({ schema, table }: LedgerPlace): string {
  return `${schema}.${table}`;
}
