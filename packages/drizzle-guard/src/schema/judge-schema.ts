import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import type { History } from '../history/history';
import type { Tree } from '../sources/tree';
import type { Json } from '../state/json';
import type { Database } from '../workspace/discover';
import { bundle } from './bundle';
import type { Evaluator } from './evaluator';
import { findKit, requireLayout } from './kit';
import { newestState } from './newest-state';
import type { Answer } from './protocol';
import { findSchemaFiles } from './schema-files';
import type { Settings } from './settings';

/** `no-snapshot`: there is no state that the schema could be compared with; a finding says so. */
export type SchemaVerdict =
  | Extract<Answer, { kind: 'in-sync' }>
  | (Extract<Answer, { kind: 'stale' }> & { files: string[] })
  | { kind: 'no-snapshot' };

/**
 * Compares the schema as it is in a Tree with the newest snapshot of its history, by drizzle-kit's own differ.
 * @throws GuardError `cannot-evaluate` where that cannot be told, `schema-files-not-found` where there is no schema
 */
export async function judgeSchema(
  tree: Tree,
  database: Database,
  settings: Settings,
  history: History,
  evaluator: Evaluator,
  onDisk?: (absolute: string) => void,
): Promise<SchemaVerdict> {
  const previous = await newestState(tree, history);
  if (previous === null) return { kind: 'no-snapshot' };
  const { files, ...schema } = await readSchema(tree, database, settings, history, onDisk);
  const answer = await evaluator.ask({ kind: 'schema', ...schema, previous });
  if (answer.kind === 'in-sync') return answer;
  if (answer.kind === 'stale') return { ...answer, files };
  throw unjudged(database, answer);
}

/**
 * The state that the schema has in a Tree, as drizzle-kit would write it to a snapshot.
 * @throws GuardError as `judgeSchema`
 */
export async function stateOfSchema(
  tree: Tree,
  database: Database,
  settings: Settings,
  history: History,
  evaluator: Evaluator,
): Promise<Json> {
  const { code, filename, dialect, casing } = await readSchema(tree, database, settings, history);
  const answer = await evaluator.ask({ kind: 'state', code, filename, dialect, casing });
  if (answer.kind === 'state') return JSON.parse(answer.text) as Json;
  throw unjudged(database, answer);
}

/** What the evaluator is asked with. */
async function readSchema(
  tree: Tree,
  database: Database,
  { schema, dialect, casing }: Settings,
  history: History,
  onDisk?: (absolute: string) => void,
) {
  const kit = findKit(path.join(tree.root, database.dir));
  onDisk?.(kit.manifest);
  requireLayout(kit, history);
  const files = await findSchemaFiles(tree, database.dir, schema);
  if (files.length === 0)
    throw new GuardError(
      'schema-files-not-found',
      `${database.name}: no file of ${tree.label} matches the schema ${schema.join(', ') || '(none is given)'}`,
      `correct \`schema\` in ${database.configFile ?? 'drizzle-guard.json'}; it is relative to ${database.dir}`,
    );
  const code = await bundle(tree, database.dir, files, onDisk);
  const filename = path.join(tree.root, database.dir, 'drizzle-guard-schema.cjs');
  return { files, code, filename, dialect, casing };
}

function unjudged(database: Database, answer: Answer): Error {
  if (answer.kind !== 'cannot-tell') return new Error(`unexpected answer ${answer.kind}`);
  return new GuardError(
    'cannot-evaluate',
    `the schema of ${database.name} cannot be judged: ${answer.message}`,
    answer.help,
  );
}
