import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { leavesOf, type History } from '../history/history';
import type { Tree } from '../sources/tree';
import type { Json } from '../state/json';
import type { Reply } from '../state/replies';
import { sketchOf, type Sketch } from '../state/sketch';
import { listOf } from '../text/words';
import type { Database } from '../workspace/discover';
import { bundle } from './bundle';
import { declaringFile, fileWith } from './declaring-file';
import { cannotBeEvaluated } from './cannot-be-evaluated';
import type { Evaluator } from './evaluator';
import { findKit, requireLayout, type KitPlace } from './kit';
import { newestState } from './newest-state';
import type { Answer, SchemaCode } from './protocol';
import { treeJoin } from './resolve-file';
import { findSchemaFiles } from './schema-files';
import type { Settings } from './settings';
import { cwdsOf, inWords } from './settle-cwd';

/** A schema, ready to be evaluated: all of it has been read. */
export interface BundledSchema {
  /** The files that the config names, sorted. */
  files: string[];
  /** What the evaluator is asked with. */
  question: SchemaCode;
  /** The drizzle-kit that speaks for it. */
  kit: KitPlace;
}

export type SchemaVerdict =
  | Extract<Answer, { kind: 'in-sync' }>
  | (Extract<Answer, { kind: 'stale' }> & { file: string })
  /** No snapshot says what it could be compared with; a finding says so. */
  | {
      kind: 'no-snapshot';
      file: string;
      state: Sketch[];
      standIns: string[];
      /** Where branches are open: why it is not known what they give together. */
      apart?: string;
    };

/**
 * Reads a schema from a Tree, with all that it imports.
 * @param onDisk told of every path outside the Tree on which the answer rests
 * @throws GuardError `cannot-evaluate` where it does not compile, `schema-files-not-found` where there is no schema,
 *   `drizzle-kit-missing`
 */
export async function bundleSchema(
  tree: Tree,
  database: Database,
  settings: Settings,
  onDisk?: (absolute: string) => void,
): Promise<BundledSchema> {
  const kit = findKit(path.join(tree.root, settings.cwd));
  onDisk?.(kit.manifest);
  const files = await findSchemaFiles(tree, settings.cwd, settings.schema);
  if (files.length === 0)
    throw new GuardError(
      'schema-files-not-found',
      `${database.name}: no file of ${tree.label} matches the schema ${settings.schema.join(', ') || '(none is given)'}${inModules(tree, settings)}`,
      `correct \`schema\` in ${database.configFile ?? 'drizzle-guard.json'}; it counts from where drizzle-kit is run, and there is nothing from ${cwdsOf(database).map(inWords).join(' nor from ')}`,
    );
  const question = {
    code: await bundle(tree, database.dir, files, onDisk),
    filename: path.join(tree.root, database.dir, 'drizzle-guard-schema.cjs'),
    cwd: path.join(tree.root, settings.cwd),
    dialect: settings.dialect,
    casing: settings.casing,
  };
  return { files, question, kit };
}

/**
 * Compares a schema with the newest snapshot of its history: their states, and drizzle-kit's own differ for the words.
 * @param replies answers to what drizzle-kit may ask about it
 * @throws GuardError `cannot-evaluate` where that cannot be told, `layout-mismatch`
 */
export async function judgeSchema(
  tree: Tree,
  database: Database,
  { files, question, kit }: BundledSchema,
  history: History,
  evaluator: Evaluator,
  replies: readonly Reply[] = [],
): Promise<SchemaVerdict> {
  requireLayout(kit, history);
  const alone = async (apart: { apart?: string }): Promise<SchemaVerdict> => {
    const { state, standIns } = await schemaState(database, { question }, evaluator);
    return { kind: 'no-snapshot', file: files[0]!, state: sketchOf(state), standIns, ...apart };
  };
  const previous = await newestState(tree, history);
  if (previous === 'unknown') return alone({});
  if (previous === 'apart') return alone({ apart: 'each changes what another one changes' });
  const answer = await evaluator.ask({ kind: 'schema', ...question, previous, replies });
  if (answer.kind === 'apart') return alone({ apart: answer.message });
  if (answer.kind === 'in-sync') return answer;
  if (answer.kind === 'stale')
    return { ...answer, file: declaringFile(question.code, answer.changes) ?? files[0]! };
  throw notJudged(database, answer, evaluator, question.code);
}

/** For where nothing else says why. */
export function notTogether({ name }: Database, history: History, why: string): GuardError {
  const tags = listOf(leavesOf(history).map(({ prefix }) => prefix));
  return new GuardError(
    'cannot-evaluate',
    `the schema of ${name} cannot be judged: it is not known what ${tags}, which all end a branch of migrations, give together: ${why}`,
    '`drizzle-guard rebase` moves the one that has not landed behind the other',
  );
}

/**
 * Whether the newest snapshot of a history says what the schema said when this evaluator judged it last: nothing is read
 * or evaluated again.
 */
export async function isInSync(
  tree: Tree,
  { dialect }: Settings,
  history: History,
  evaluator: Evaluator,
): Promise<boolean> {
  const state = await newestState(tree, history);
  if (typeof state === 'string') return false;
  const answer = await evaluator.ask({ kind: 'known', dialect, state });
  return answer.kind === 'known' && answer.isSame;
}

/**
 * What a schema says, as drizzle-kit writes it into a snapshot; its ids mean nothing.
 * @throws GuardError `cannot-evaluate`
 */
export async function schemaState(
  database: Database,
  { question }: Pick<BundledSchema, 'question'>,
  evaluator: Evaluator,
): Promise<{ state: Json; standIns: string[] }> {
  const answer = await evaluator.ask({ kind: 'state', ...question });
  if (answer.kind === 'state') return { state: JSON.parse(answer.text) as Json, standIns: answer.standIns };
  throw notJudged(database, answer, evaluator);
}

/** What drizzle-kit says of it names no place. */
const BIGINT_DEFAULT = /\.default\(\s*(?:-?\d+n\b|BigInt\()/;

function notJudged(database: Database, answer: Answer, { mode }: Evaluator, code = ''): Error {
  if (answer.kind !== 'cannot-tell') return new Error(`unexpected answer ${answer.kind}`);
  const what = `the schema of ${database.name} cannot be judged`;
  if (answer.isUnsupported)
    return new GuardError('unsupported-dialect', `${what}: ${answer.message}`, answer.help!);
  const where = { database, isConfig: false, mode };
  const file = answer.message.includes('BigInt') ? fileWith(code, BIGINT_DEFAULT) : null;
  const place = file === null ? '' : `${file}: `;
  const told = { ...answer, message: `${place}${answer.message}` };
  return cannotBeEvaluated(what, told, where);
}

/** A submodule in which the schema is said to lie, as the rest of a sentence. */
function inModules(tree: Tree, { cwd, schema }: Settings): string {
  const places = schema.map((pattern) => treeJoin(cwd, pattern)).filter((place) => place !== null);
  const modules = new Set(
    places.map((place) => tree.moduleOf?.(place) ?? null).filter((one) => one !== null),
  );
  return [...modules]
    .map((one) => `; ${one} is a submodule, whose files are not part of this repository`)
    .join('');
}
