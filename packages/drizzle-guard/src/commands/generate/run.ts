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
import { generateFaults } from '../../judging/preflight';
import { hasNews, schemaFindings } from '../../judging/schema-findings';
import { withEvaluator } from '../../judging/with-evaluator';
import { type CommandResult, type DatabaseResult } from '../../results/command-result';
import { codesWith } from '../../rules/codes';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import { staleSchema } from '../../rules/schema/stale-schema';
import type { Evaluator } from '../../schema/evaluator';
import { bundleSchema, judgeSchema, schemaState, type SchemaVerdict } from '../../schema/judge-schema';
import { findKit, requireLayout } from '../../schema/kit';
import { askedForTerminal, runGenerate, type KitRun } from '../../schema/run-generate';
import { readSettings, type Settings } from '../../schema/settings';
import { readText } from '../../sources/tree';
import type { Database } from '../../workspace/discover';
import type { Values } from '../define-command';
import { adoptState } from './adopt-state';
import type { generateOptions } from './row';

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
  const workspace = await openWorkspace(options);
  if (options.custom && workspace.databases.length > 1)
    throw new GuardError(
      'several-databases',
      `a custom migration is made for one database, and this is about ${workspace.databases.map(({ name }) => name).join(', ')}`,
      'add --database <name>; nothing was generated',
    );
  return overDatabases(
    'generate',
    workspace.databases,
    (database): GenerateResult => ({ ...emptyResult(database), notChecked: ['base'], generated: [] }),
    (database, result) =>
      withEvaluator(workspace.session, database, (evaluator) =>
        generateFor(workspace, database, options, evaluator, result),
      ),
    { onWork: options.onWork },
  );
}

async function generateFor(
  workspace: Workspace,
  database: Database,
  options: GenerateOptions,
  evaluator: () => Evaluator,
  result: GenerateResult,
): Promise<void> {
  const { root, tree, configuration } = workspace;
  const settings = await readSettings(tree, database, evaluator);
  const before = await readHistory(tree, settings.out);
  Object.assign(result, { dialect: settings.dialect, layout: before.layout });
  result.findings = generateFaults(before, database.name, configuration);
  if (isInOperation(root)) {
    const { holdBack } = await import('./hold-back');
    if (await holdBack(workspace, settings.out, before, options.cwd, result)) return;
  }
  if (result.findings.length > 0) return;

  requireLayout(findKit(path.join(root, settings.cwd)), before);
  requireFolderWithin(root, settings.out);

  const lacking = new Set(settings.standIns);
  // drizzle-kit would write one more migration of what is another each time.
  if (!options.custom && configuration.checks[staleSchema.code] !== 'off') {
    const verdict = await bundleSchema(tree, database, settings)
      .then((schema) => judgeSchema(tree, database, schema, before, evaluator()))
      .catch(() => null);
    for (const name of verdict?.standIns ?? []) lacking.add(name);
    if (verdict?.kind === 'stale' && !hasNews(verdict)) {
      result.findings = schemaFindings(database.name, verdict, configuration.checks);
      return;
    }
  }
  const kept = keepFolder(root, settings.out);
  try {
    // drizzle-kit asks there.
    if (options.interactive) options.onWork?.(null);
    const run = await runGenerate(root, database, settings, {
      name: options.name,
      custom: options.custom ?? false,
      interactive: options.interactive ?? false,
      lacking: [...lacking],
    });
    options.onWork?.(`${database.name}: looking at what was generated`);
    const after = await readHistory(tree, settings.out);
    result.layout = after.layout;
    result.generated = appeared(before, after);
    const custom = options.custom ?? false;
    await verify({ workspace, database, settings, evaluator, before, after, run, custom, result });
    if (result.generated.length > 0 && result.findings.length === 0)
      Object.assign(result, (await import('./staging')).stagingOf(root, settings.out, options.cwd));
    const isFirst = before.migrations.length === 0 && result.generated.length > 0;
    if (isFirst && lacksAttributes((await readText(tree, '.gitattributes')) ?? '', settings.out))
      result.advice = `.gitattributes has no lines for ${settings.out} yet: run \`drizzle-guard init\`, which adds them`;
  } catch (thrown) {
    kept.restore();
    result.generated = [];
    result.findings = [];
    result.error = failureOf(thrown);
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

interface Outcome {
  workspace: Workspace;
  database: Database;
  settings: Settings;
  evaluator: () => Evaluator;
  before: History;
  after: History;
  run: KitRun;
  custom: boolean;
  result: GenerateResult;
}

/** @throws GuardError where drizzle-kit did not do its work; what it left behind is then taken back */
async function verify(outcome: Outcome): Promise<void> {
  const { workspace, database, settings, evaluator, before, after, run, custom, result } = outcome;
  const { checks } = workspace.configuration;
  const isJudged = checks[staleSchema.code] !== 'off';
  const { tree } = workspace;
  const readSchema = () => bundleSchema(tree, database, settings);
  const judge = async () => judgeSchema(tree, database, await readSchema(), after, evaluator());
  // drizzle-kit asked on the terminal itself, so that its words are not known here; Ctrl-C there is an exit code of 1.
  if (isJudged && run.interactive && result.generated.length === 0) {
    const unanswered = await judge();
    if (unanswered.kind === 'stale' && unanswered.ambiguous) throw notAnswered(database.name);
  }
  if (askedForTerminal(run)) throw ambiguousRename(database.name);
  if (run.exitCode !== 0) throw kitFailed(run, `ended with exit code ${run.exitCode}`);
  const fresh = newFindings(before, after, database.name, checks);
  if (fresh.some(({ code }) => codesWith('half-written').has(code)))
    throw kitFailed(run, 'left a migration half written');
  result.findings.push(...fresh);
  if (!isJudged) {
    result.notChecked.push('schema');
    // Nothing else tells then whether an empty result is right; these are drizzle-kit's words for it, 0.31 and 1.0.
    if (result.generated.length === 0 && !run.output.includes('No schema changes'))
      throw kitFailed(run, 'wrote no migration');
    return;
  }
  let verdict = await judge();
  const written = after.migrations.find(({ tag }) => tag === result.generated[0]?.migration)?.snapshot;
  if (custom && written && isUnseen(verdict)) {
    const { state } = await schemaState(database, await readSchema(), evaluator());
    if (await adoptState(tree, written, state)) verdict = await judge();
  }
  if (verdict.kind === 'no-snapshot') throw kitFailed(run, 'left the newest migration without a snapshot');
  if (verdict.kind === 'in-sync') return;
  if (result.generated.length === 0 && !isUnseen(verdict))
    throw kitFailed(run, 'wrote no migration although the schema has changes');
  result.findings.push(...schemaFindings(database.name, verdict, checks));
}

/** Whether the states differ and drizzle-kit writes nothing for it. */
function isUnseen(verdict: SchemaVerdict): boolean {
  return (
    verdict.kind === 'stale' &&
    verdict.changes.length > 0 &&
    verdict.statements.length === 0 &&
    !verdict.ambiguous
  );
}

function newFindings(
  before: History,
  after: History,
  database: string,
  checks: Workspace['configuration']['checks'],
): Finding[] {
  const found = (history: History) =>
    findingsAbout('structure', { history, now: Date.now() }, database, checks);
  const known = new Set(found(before).map(({ code, message }) => `${code} ${message}`));
  return found(after).filter(({ code, message }) => !known.has(`${code} ${message}`));
}

function ambiguousRename(database: string): GuardError {
  return new GuardError(
    'ambiguous-rename',
    `drizzle-kit cannot tell whether something of ${database} was renamed, or dropped and created, and there is no terminal to ask in; nothing was generated`,
    `run \`drizzle-guard generate --database ${database}\` in a terminal; without one, generate in two steps: add the new, then remove the old`,
  );
}

function notAnswered(database: string): GuardError {
  return new GuardError(
    'cancelled',
    `drizzle-kit's question whether something of ${database} was renamed was not answered; nothing was generated`,
    `run \`drizzle-guard generate --database ${database}\` again and answer it`,
  );
}

function kitFailed({ output }: KitRun, what: string): GuardError {
  const words = output.trim();
  return new GuardError(
    'generate-failed',
    `drizzle-kit generate ${what}; what it wrote was taken back${words ? `. It printed:\n${words}` : ''}`,
    'correct what it says, then run `drizzle-guard generate` again',
  );
}
