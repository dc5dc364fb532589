import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import type { History } from '../../history/history';
import type { Workspace } from '../../judging/open-workspace';
import { schemaFindings } from '../../judging/schema-findings';
import { codesWith } from '../../rules/codes';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import { staleSchema } from '../../rules/schema/stale-schema';
import type { Evaluator } from '../../schema/evaluator';
import {
  bundleSchema,
  isInSync,
  judgeSchema,
  schemaState,
  type BundledSchema,
  type SchemaVerdict,
} from '../../schema/judge-schema';
import { findKit, servesDialect } from '../../schema/kit';
import { askedForTerminal, type KitRun } from '../../schema/run-generate';
import type { Settings } from '../../schema/settings';
import type { Database } from '../../workspace/discover';
import { adoptState } from './adopt-state';
import { ambiguousRename, questionsOf } from './answers';
import type { GenerateOptions, GenerateResult } from './run';

export interface Outcome {
  workspace: Workspace;
  database: Database;
  settings: Settings;
  evaluator: () => Evaluator;
  before: History;
  after: History;
  run: KitRun;
  options: GenerateOptions;
  /** Whether this evaluator has judged the schema before drizzle-kit ran. */
  isEvaluated: boolean;
  /** Gets the findings of what was generated. */
  result: GenerateResult;
}

/** @throws GuardError where drizzle-kit did not do its work; what it left behind is then taken back */
export async function verify(outcome: Outcome): Promise<void> {
  const { workspace, database, settings, evaluator, before, after, run, options, result } = outcome;
  const { checks } = workspace.configuration;
  const { tree } = workspace;
  const kit = findKit(path.join(workspace.root, settings.cwd));
  const isJudged = checks[staleSchema.code] !== 'off' && servesDialect(kit, settings.dialect);
  let schema: Promise<BundledSchema> | undefined;
  const readSchema = () => (schema ??= bundleSchema(tree, database, settings));
  const judge = async () => judgeSchema(tree, database, await readSchema(), after, evaluator());
  // drizzle-kit asked on the terminal itself, so that its words are not known here; Ctrl-C there is an exit code of 1.
  if (isJudged && run.interactive && result.generated.length === 0) {
    const unanswered = await judge();
    if (unanswered.kind === 'stale' && unanswered.ambiguous) throw notAnswered(database.name);
  }
  if (askedForTerminal(run)) {
    const { asked } = questionsOf(await judge().catch(() => null));
    throw ambiguousRename(database.name, asked, options, `. It printed:\n${run.output.trim()}`);
  }
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
  // What differs may have been changed meanwhile: then it is evaluated again.
  if (outcome.isEvaluated && (await isInSync(tree, settings, after, evaluator()))) return;
  let verdict = await judge();
  const written = after.migrations.find(({ tag }) => tag === result.generated[0]?.migration)?.snapshot;
  if (options.custom && written && isUnseen(verdict)) {
    const { state } = await schemaState(database, await readSchema(), evaluator());
    if (await adoptState(tree, written, state)) verdict = await judge();
  }
  if (verdict.kind === 'no-snapshot') {
    if (verdict.apart === undefined) throw kitFailed(run, 'left the newest migration without a snapshot');
    result.notChecked.push('schema');
    return;
  }
  if (verdict.kind === 'in-sync') return;
  if (result.generated.length === 0 && !isUnseen(verdict))
    throw kitFailed(run, 'wrote no migration although the schema has changes');
  const left = schemaFindings(database.name, verdict, checks);
  // Asked for was a migration by hand, and that is there: what the schema wants besides is the next one's.
  result.findings.push(
    ...(options.custom ? left.map((one) => ({ ...one, severity: 'warning' as const })) : left),
  );
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

function notAnswered(database: string): GuardError {
  return new GuardError(
    'cancelled',
    `drizzle-kit's question whether something of ${database} was renamed was not answered; nothing was generated`,
    `run \`drizzle-guard generate --database ${database}\` again and answer it`,
  );
}

function kitFailed({ output }: KitRun, what: string): GuardError {
  // Of conflicts it advises to delete both branches, whether or not one has landed.
  const [said = '', advice] = output.split('To fix the conflicts, drizzle-kit can delete');
  const words = said.trim();
  return new GuardError(
    'generate-failed',
    `drizzle-kit generate ${what}; what it wrote was taken back${words ? `. It printed:\n${words}` : ''}`,
    advice === undefined
      ? 'correct what it says, then run `drizzle-guard generate` again'
      : 'keep the side that has landed, delete the folders of the other (keep hand-written SQL), then run `drizzle-guard generate` again',
  );
}
