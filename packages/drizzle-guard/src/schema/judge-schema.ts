import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import type { History } from '../history/history';
import type { Tree } from '../sources/tree';
import type { Database } from '../workspace/discover';
import { bundle } from './bundle';
import type { Evaluator } from './evaluator';
import { findKit, requireLayout } from './kit';
import { newestState } from './newest-state';
import type { Answer } from './protocol';
import { treeJoin } from './resolve-file';
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
  const kit = findKit(path.join(tree.root, database.dir));
  onDisk?.(kit.manifest);
  requireLayout(kit, history);
  const files = await findSchemaFiles(tree, database.dir, settings.schema);
  if (files.length === 0)
    throw new GuardError(
      'schema-files-not-found',
      `${database.name}: no file of ${tree.label} matches the schema ${settings.schema.join(', ') || '(none is given)'}${inModules(tree, database, settings)}`,
      `correct \`schema\` in ${database.configFile ?? 'drizzle-guard.json'}; it is relative to ${database.dir}`,
    );
  const code = await bundle(tree, database.dir, files, onDisk);
  const answer = await evaluator.ask({
    kind: 'schema',
    code,
    filename: path.join(tree.root, database.dir, 'drizzle-guard-schema.cjs'),
    dialect: settings.dialect,
    casing: settings.casing,
    previous,
  });
  if (answer.kind === 'in-sync') return answer;
  if (answer.kind === 'stale') return { ...answer, files };
  if (answer.kind === 'cannot-tell')
    throw new GuardError(
      'cannot-evaluate',
      `the schema of ${database.name} cannot be judged: ${answer.message}`,
      answer.help,
    );
  throw new Error(`unexpected answer ${answer.kind}`);
}

/** A submodule in which the schema is said to lie, as the rest of a sentence. */
function inModules(tree: Tree, { dir }: Database, { schema }: Settings): string {
  const places = schema.map((pattern) => treeJoin(dir, pattern)).filter((place) => place !== null);
  const modules = new Set(
    places.map((place) => tree.moduleOf?.(place) ?? null).filter((one) => one !== null),
  );
  return [...modules]
    .map((one) => `; ${one} is a submodule, whose files are not part of this repository`)
    .join('');
}
