import { stripVTControlCharacters } from 'node:util';
import { kitOnDatabase } from '../../environments/kit-on-database';
import { withLiveDatabase, type LiveOptions, type LiveResult } from '../../apply/live-database';
import { lackingInDatabase, wantedBySchema } from '../../judging/schema-wanted';
import type { Connection } from '../../engines/connection';
import { requireConsent, type Consent } from '../../environments/confirm';
import { requireAllowed, type Policy } from '../../environments/policy';
import { environmentOf, resolveTarget, type ResolvedTarget } from '../../environments/resolve-target';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { openWorkspace, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { CommandResult } from '../../results/command-result';
import { shellWord } from '../../text/shell-word';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import type { Values } from '../define-command';
import type { pushOptions } from './row';

export interface PushOptions extends LiveOptions, Consent, Values<typeof pushOptions> {
  /** Whether somebody sits at a terminal and can answer drizzle-kit's questions. */
  interactive?: boolean;
}

export interface PushResult extends LiveResult {
  /** Whether the database is what the schema says; null where nothing was done. */
  pushed: boolean | null;
  /** How many migrations its ledger holds: they know nothing of what was pushed. */
  recorded: number;
}

/**
 * Runs drizzle-kit's push where the environment allows it, and looks afterwards whether the database is what the schema
 * says: drizzle-kit 0.31 exits 0 where it failed.
 */
export async function push(options: PushOptions): Promise<CommandResult<PushResult>> {
  const workspace = await openWorkspace(options);
  return overDatabases(
    'push',
    workspace.databases,
    (database): PushResult => ({
      ...emptyResult(database),
      ...{ environment: null, target: null, pushed: null, recorded: 0 },
    }),
    async (database, started) => {
      try {
        return await pushTo(workspace, database, options, started);
      } catch (thrown) {
        return { ...started, error: failureOf(thrown) };
      }
    },
    { onWork: options.onWork },
  );
}

function requirePush(force: boolean | undefined): (policy: Policy) => void {
  return (policy) => {
    requireAllowed(policy, 'push', 'run `drizzle-guard generate`, then `drizzle-guard migrate`');
    if (force) requireAllowed(policy, 'force', 'leave --force out');
  };
}

async function pushTo(
  workspace: Workspace,
  database: Database,
  options: PushOptions,
  started: PushResult,
): Promise<PushResult> {
  const { force, interactive = false, onWork } = options;
  // What it is about, and what was set aside for it, is told once.
  const { onTarget: _, override: __, ...again } = options;
  const requires = requirePush(force);
  const chosen = environmentOf(workspace.configuration, database, options.environment, options.override);
  requires(chosen.policy);
  const resolved = await resolveTarget(workspace, database, 'push', chosen);
  onWork?.(`${database.name}: reading the schema`);
  const wanted = await wantedBySchema(workspace, database, resolved.settings);
  refusePolicies(wanted.policies, 'the schema has');
  const before = await withLiveDatabase(
    workspace,
    database,
    'push',
    { ...options, requires },
    started,
    async ({ match }, connection) => {
      refusePolicies(await policiesIn(connection, resolved), 'the database has');
      return { recorded: match.migrations.filter(({ row }) => row !== null).length, findings: [] };
    },
  );
  if (before.error) return before;
  const name = { database: database.name, environment: chosen.name };
  if (force) {
    onWork?.(null);
    const question = `push --force makes ${resolved.target.description} (${chosen.name}) what the schema says, and drops what is not in it, with its data.`;
    await requireConsent(name, options, question, `drizzle-guard push --force ${flagsOf(name)}`);
  }
  onWork?.(interactive ? null : `${database.name}: drizzle-kit push`);
  const command = force ? ['push', '--force'] : ['push'];
  const ran = await kitOnDatabase(workspace, resolved, { command, interactive });
  onWork?.(`${database.name}: verifying`);
  return withLiveDatabase(workspace, database, 'push', again, before, async ({ ground }, connection) => {
    if (!connection) throw failed(ran.output, ['there is no database'], name, force);
    const differences = await lackingInDatabase(ground, wanted, connection, resolved.settings);
    if (differences.length === 0) return { pushed: true, findings: [] };
    const words = differences.map(({ words }) => asOfSchema(words));
    return { pushed: false, findings: [], error: failureOf(failed(ran.output, words, name, force)) };
  });
}

function asOfSchema(words: string): string {
  return words
    .replace('in the migrations', 'in the schema')
    .replace('by its migrations', 'by the schema')
    .replace('in no migration', 'not in the schema');
}

function flagsOf({ database, environment }: { database: string; environment: string }): string {
  return `--database ${shellWord(database)} --environment ${shellWord(environment)}`;
}

async function policiesIn(connection: Connection | null, { settings }: ResolvedTarget): Promise<string[]> {
  if (!connection || settings.dialect !== 'postgresql') return [];
  const rows = await connection.query('SELECT DISTINCT policyname::text AS name FROM pg_policies ORDER BY 1');
  return rows.map(({ name }) => String(name));
}

/** drizzle-kit's push writes policies without USING and WITH CHECK: everything is visible then (0.31.11 and 1.0.0-rc.5). */
function refusePolicies(names: readonly string[], who: string): void {
  if (names.length === 0) return;
  throw new GuardError(
    'unsafe-push',
    `${who} the ${names.length === 1 ? 'policy' : 'policies'} ${listOf(names.slice(0, 5))}, and drizzle-kit's push writes policies without their expressions: every row would be visible`,
    'run `drizzle-guard generate`, then `drizzle-guard migrate`, which write them whole; nothing was pushed',
  );
}

const SHOWN = 8;

function failed(
  output: string,
  differences: readonly string[],
  name: { database: string; environment: string },
  force = false,
): GuardError {
  const lines = differences.slice(0, SHOWN).map((line) => `\n  ${line}`);
  const more = differences.length > SHOWN ? `\n  and ${differences.length - SHOWN} more` : '';
  const said = tailOf(output);
  const words =
    said.length === 0 ? '' : `\n  drizzle-kit said:${said.map((line) => `\n    ${line}`).join('')}`;
  return new GuardError(
    'failed-push',
    `after drizzle-kit's push the database is not what the schema says:${lines.join('')}${more}${words}`,
    wayOut(output, name, force),
  );
}

function wayOut(output: string, name: { database: string; environment: string }, force: boolean): string {
  const asked = /Interactive prompts require a TTY|Missing hints|missing_hints/i.test(output);
  const migrate = '`drizzle-guard generate`, then `drizzle-guard migrate`';
  if (!asked) return `correct what it says; or run ${migrate}`;
  if (force) return `it wanted to ask whether something was renamed: run it at a terminal, or run ${migrate}`;
  return `it wanted to ask: run it at a terminal; or \`drizzle-guard push --force ${flagsOf(name)}\`, which drops what is not in the schema`;
}

/** Without its progress and where in its code it was. */
function tailOf(output: string): string[] {
  return stripVTControlCharacters(output)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:at |\[[^\]]\] |Reading config|Using ')/.test(line))
    .slice(-15);
}
