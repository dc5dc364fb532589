import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { keepFolder } from '../../files/keep-folder';
import { requireFolderWithin } from '../../files/within';
import { isInOperation } from '../../git/operation';
import type { History } from '../../history/history';
import { readHistory } from '../../history/read-history';
import { lacksAttributes } from '../../init/plan-attributes';
import { openWorkspace, type DatabaseOptions, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { conflictFaults, generateFaults } from '../../judging/preflight';
import { hasNews, schemaFindings } from '../../judging/schema-findings';
import { withEvaluator } from '../../judging/with-evaluator';
import { type CommandResult, type DatabaseResult } from '../../results/command-result';
import { staleSchema } from '../../rules/schema/stale-schema';
import { askKit } from '../../schema/ask-kit';
import type { Evaluator } from '../../schema/evaluator';
import { bundleSchema, judgeSchema, type SchemaVerdict } from '../../schema/judge-schema';
import { findKit, kitLayoutAt, readsSchemas, requireLayout } from '../../schema/kit';
import { runGenerate, type GenerateWish } from '../../schema/run-generate';
import { readSettings, type Settings } from '../../schema/settings';
import { readText } from '../../sources/tree';
import { toldOf, type Answered, type Asked, type Reply, type ToldQuestion } from '../../state/replies';
import type { Database } from '../../workspace/discover';
import type { Values } from '../define-command';
import { ambiguousRename, questionsOf, repliesIn, requireAnswers } from './answers';
import type { generateOptions } from './row';
import { untilLater } from './until-later';
import { verify } from './verify';

export interface GenerateOptions extends DatabaseOptions, Values<typeof generateOptions> {
  /** Whether drizzle-kit may ask questions on the terminal. */
  interactive?: boolean;
}

export interface GeneratedMigration {
  migration: string;
  /** What was created for it, from the root. */
  files: string[];
}

export interface GenerateResult extends DatabaseResult {
  generated: GeneratedMigration[];
  /** What drizzle-kit asks, where that is why nothing was generated. */
  questions?: ToldQuestion[];
  /** What else is to be done, where there is something. */
  advice?: string;
}

/**
 * Runs drizzle-kit's generate and tells what really happened, by looking: which migration appeared, whether the
 * history is as sound as before, and whether the schema still has changes. drizzle-kit exits 0 on most failures.
 */
export async function generate(options: GenerateOptions): Promise<CommandResult<GenerateResult>> {
  if (options.name !== undefined && !/^[\w][\w.-]*$/.test(options.name))
    throw new GuardError(
      'usage',
      `${JSON.stringify(options.name)} cannot be a migration's name, which becomes a file's`,
      'use letters, digits, underscores, dots and hyphens; nothing was generated',
    );
  const replies = repliesIn(options);
  const workspace = await openWorkspace(options);
  if ((options.custom || replies.length > 0) && workspace.databases.length > 1)
    throw new GuardError(
      'several-databases',
      `${options.custom ? 'a custom migration is made' : 'an answer is'} for one database, and this is about ${workspace.databases.map(({ name }) => name).join(', ')}`,
      'add --database <name>; nothing was generated',
    );
  return overDatabases(
    'generate',
    workspace.databases,
    (database): GenerateResult => ({ ...emptyResult(database), notChecked: ['base'], generated: [] }),
    (database, result) =>
      withEvaluator(workspace.session, database, (evaluator) =>
        generateFor({ workspace, database, options, replies, evaluator, result }),
      ),
    { onWork: options.onWork },
  );
}

interface Wish {
  workspace: Workspace;
  database: Database;
  options: GenerateOptions;
  replies: readonly Reply[];
  evaluator: () => Evaluator;
  result: GenerateResult;
}

async function generateFor(wish: Wish): Promise<void> {
  const { workspace, database, options, replies, evaluator, result } = wish;
  const { root, tree, configuration } = workspace;
  const settings = await readSettings(tree, database, evaluator);
  const before = await readHistory(tree, settings.out);
  const folder = path.join(root, settings.cwd);
  const layout = before.files.length > 0 ? before.layout : (kitLayoutAt(folder) ?? before.layout);
  Object.assign(result, { dialect: settings.dialect, layout });
  result.findings = generateFaults(before, database.name, configuration);
  if (isInOperation(root)) {
    const { holdBack } = await import('./hold-back');
    if (await holdBack(workspace, settings.out, before, options.cwd, result)) return;
  }
  if (result.findings.length === 0)
    result.findings = await conflictFaults({ tree, history: before }, database.name, configuration);
  if (result.findings.length > 0) return;

  const kit = findKit(folder);
  requireLayout(kit, before);
  requireFolderWithin(root, settings.out);

  const isReadable = readsSchemas(kit, settings.dialect);
  const verdict = isReadable ? await lookAhead(wish, settings, before) : null;
  // drizzle-kit would write nothing; or one more migration of what is another each time.
  if (verdict?.kind === 'in-sync' && replies.length === 0) return;
  if (verdict?.kind === 'stale' && !hasNews(verdict)) {
    result.findings = schemaFindings(database.name, verdict, configuration.checks);
    return;
  }
  const interactive = (options.interactive ?? false) && replies.length === 0;
  const kitWish: GenerateWish = {
    name: options.name,
    custom: options.custom ?? false,
    interactive,
    lacking: [...new Set([...settings.standIns, ...(verdict?.standIns ?? [])])],
  };
  const questions =
    isReadable || options.custom || interactive
      ? questionsOf(verdict)
      : await askKit(tree, database, settings, before, kitWish, replies);
  const answers = interactive ? [] : answersTo(questions, wish, verdict?.kind === 'in-sync');

  const kept = keepFolder(root, settings.out);
  try {
    // drizzle-kit asks there.
    if (interactive) options.onWork?.(null);
    await untilLater(before);
    const run = await runGenerate(root, database, settings, { ...kitWish, answers });
    options.onWork?.(`${database.name}: looking at what was generated`);
    const after = await readHistory(tree, settings.out);
    result.layout = after.layout;
    result.generated = appeared(before, after);
    // Without an end of its line, what somebody appends is a part of drizzle-kit's comment, and never run.
    if (options.custom)
      for (const { files } of result.generated) appendFileSync(path.join(root, files[0]!), '\n');
    const isEvaluated = verdict !== null;
    await verify({ ...wish, settings, before, after, run, isEvaluated });
    const isMade = result.generated.length > 0;
    if (isMade && result.findings.every(({ severity }) => severity === 'warning'))
      Object.assign(result, (await import('./staging')).stagingOf(root, settings.out, options.cwd));
    if (isMade && lacksAttributes((await readText(tree, '.gitattributes')) ?? '', settings.out, after.layout))
      result.advice = `.gitattributes has no lines for ${settings.out} yet: run \`drizzle-guard init\`, which adds them`;
  } catch (thrown) {
    kept.restore();
    result.generated = [];
    result.findings = [];
    result.error = failureOf(thrown);
  }
}

/** @throws GuardError where an answer is lacking, or is none; the result has the questions then */
function answersTo(
  questions: Answered,
  { database, options, replies, result }: Wish,
  isInSync: boolean,
): readonly Asked[] {
  const { asked, refused } = questions;
  if (refused.length > 0 || asked.some(({ isAnswered }) => !isAnswered)) result.questions = toldOf(asked);
  if (replies.length > 0) requireAnswers(database.name, questions, replies, options, isInSync);
  else if (asked.length > 0) throw ambiguousRename(database.name, asked, options);
  return asked;
}

/**
 * What the schema wants, before drizzle-kit is run.
 * @returns null where nobody asked; and where it cannot be told, which drizzle-kit may be able to
 * @throws GuardError where somebody answers what it asks, and it is not known what that is
 */
async function lookAhead(
  { workspace, database, options, replies, evaluator }: Wish,
  settings: Settings,
  before: History,
): Promise<SchemaVerdict | null> {
  const { tree, configuration } = workspace;
  const isAnswered = replies.length > 0;
  if (options.custom || (configuration.checks[staleSchema.code] === 'off' && !isAnswered)) return null;
  try {
    const schema = await bundleSchema(tree, database, settings);
    return await judgeSchema(tree, database, schema, before, evaluator(), replies);
  } catch (thrown) {
    if (isAnswered) throw thrown;
    return null;
  }
}

function appeared(before: History, after: History): GeneratedMigration[] {
  const known = new Set(before.migrations.map(({ tag }) => tag));
  return after.migrations
    .filter(({ tag }) => !known.has(tag))
    .map(({ tag, sqlFile, snapshot }) => ({
      migration: tag,
      files: [sqlFile, ...(snapshot ? [snapshot.file] : [])],
    }));
}
