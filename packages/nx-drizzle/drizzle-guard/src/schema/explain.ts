import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { isMap, type Json } from '../state/json';

/** What drizzle-kit would write: its statements, as data; null where it would have to ask about a rename. */
export type Explained = Json[] | null;

/** Under which the schema's exports are handed to the file that drizzle-kit loads. */
const HANDED = 'drizzle-guard exports';

/**
 * What drizzle-kit 1.0 says of a schema beside a snapshot by `generate --explain`, of dialects that no part of its API
 * serves. Its command line reads files, so that it is given some of its own, in a folder that is gone afterwards.
 *
 * @param home drizzle-kit's folder, absolute
 * @param exports of the schema's files, which were evaluated here
 * @param previous the text of the snapshot; null for the state before the first migration
 * @throws Error what drizzle-kit says where it can tell nothing
 */
export async function explain(
  home: string,
  dialect: string,
  exports: Json,
  previous: string | null,
): Promise<Explained> {
  const { generate } = createRequire(path.join(home, 'cli.js'))('./cli.js') as {
    generate(options: object): Promise<Json>;
  };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-explain-'));
  const cwd = process.cwd();
  const handed = globalThis as unknown as Record<string, unknown>;
  try {
    handed[HANDED] = Object.values(exports);
    writeFileSync(path.join(folder, 'schema.mjs'), moduleOf(Object.keys(exports).length));
    if (previous !== null) {
      const migration = path.join(folder, 'out/20000101000000_previous');
      mkdirSync(migration, { recursive: true });
      writeFileSync(path.join(migration, 'snapshot.json'), previous);
      writeFileSync(path.join(migration, 'migration.sql'), '');
    }
    process.chdir(folder);
    const answer = await generate({ dialect, schema: './schema.mjs', out: './out', explain: true });
    return statementsOf(answer);
  } finally {
    delete handed[HANDED];
    process.chdir(cwd);
    rmSync(folder, { recursive: true, force: true });
  }
}

function moduleOf(count: number): string {
  const names = Array.from({ length: count }, (_, at) => `export const e${at} = all[${at}];\n`);
  return `const all = globalThis[${JSON.stringify(HANDED)}];\n${names.join('')}`;
}

function statementsOf({ status, statements, error }: Json): Explained {
  if (status === 'no_changes') return [];
  if (status === 'missing_hints') return null;
  if (status === 'ok' && Array.isArray(statements)) return statements.filter(isMap);
  const words = isMap(error) ? [error['code'], error['kind'], error['message']].filter(Boolean) : [status];
  throw new Error(`drizzle-kit generate --explain: ${words.join(', ')}`);
}

/** "add column t.note": a statement of drizzle-kit's in words. */
export function wordsOfStatement(statement: Json): string {
  const verb = String(statement['type']).replaceAll('_', ' ');
  const subject = Object.values(statement).find((value) => isMap(value) && typeof value['name'] === 'string');
  const { table, name } = isMap(subject) ? subject : statement;
  const names = [table, name ?? statement['tableName']].filter((one) => typeof one === 'string');
  return [verb, names.join('.')].filter(Boolean).join(' ');
}
