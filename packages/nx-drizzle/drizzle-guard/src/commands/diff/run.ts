import { besideAnother, besideItsMigrations, type OpenDatabase } from '../../apply/compare-live';
import { withLiveDatabase, type LiveOptions, type LiveResult } from '../../apply/live-database';
import { oneDatabase } from '../../apply/not-comparable';
import { planMigrate } from '../../apply/plan-migrate';
import type { Policy } from '../../environments/policy';
import { GuardError } from '../../errors/guard-error';
import { openWorkspace, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { requireFolder } from '../../judging/preflight';
import type { LiveDifference } from '../../replay/live-differences';
import type { LeftOut } from '../../replay/scope';
import type { CommandResult } from '../../results/command-result';
import { setAside } from '../../rules/accepted';
import { findingsAbout } from '../../rules/run';
import type { Database } from '../../workspace/discover';
import type { Values } from '../define-command';
import type { diffOptions } from './row';

export interface DiffOptions extends LiveOptions, Values<typeof diffOptions> {}

export interface DiffResult extends LiveResult {
  /** The other database, where one was asked for. */
  with: { environment: string; target: string } | null;
  /** How many things of what should be there were compared; null where nothing was. */
  compared: number | null;
  differences: Omit<LiveDifference, 'words'>[];
  /** What was compared by its name alone: "view public.named". */
  byName: string[];
  /** What is there and is none of the migrations', so that it was not compared. */
  leftOut: LeftOut;
  /** Tags of what is not applied yet: what it makes is not missed. */
  pending: string[];
  /** With another database: migrations that one of the two alone has. */
  appliedApart: { here: string[]; there: string[] };
}

const NOTHING = {
  ...{ compared: null, differences: [], byName: [], pending: [] },
  leftOut: { schemas: [], filtered: [], extensions: [] },
  appliedApart: { here: [], there: [] },
};

/** Per database: what differs between it and what its migrations give, or another one. Writes nothing. */
export async function diff(options: DiffOptions): Promise<CommandResult<DiffResult>> {
  const workspace = await openWorkspace(options);
  const live = { ...options, lockWait: 0, requires: anotherThan(options.with) };
  return overDatabases(
    'diff',
    workspace.databases,
    (database): DiffResult => ({
      ...emptyResult(database),
      ...{ notChecked: ['base'], environment: null, target: null, with: null, ...NOTHING },
    }),
    (database, started) =>
      withLiveDatabase(workspace, database, 'diff', live, started, async (known, connection) => {
        requireFolder(known.history, database);
        if (!connection) throw notThere(known.target.description, database);
        options.onWork?.(`${database.name}: comparing`);
        const opened = { live: known, connection };
        return options.with === undefined
          ? withItsMigrations(workspace, database, opened)
          : withOther(workspace, database, { ...options, lockWait: 0, with: options.with }, opened);
      }),
    { onWork: options.onWork },
  );
}

/** Before anything is opened. */
function anotherThan(other: string | undefined): (policy: Policy) => void {
  return ({ environment }) => {
    if (environment !== other) return;
    throw new GuardError(
      'usage',
      `--with takes another environment than the one that is compared, and both are ${environment}`,
      `give the first with -e: \`drizzle-guard diff -e staging --with production\`; without --with a database is compared with its migrations`,
    );
  };
}

async function withItsMigrations(
  workspace: Workspace,
  database: Database,
  opened: OpenDatabase,
): Promise<Partial<DiffResult>> {
  const { comparison, live } = await besideItsMigrations(opened);
  const { differences } = comparison;
  const { apply, left } = planMigrate(live.migrations, live.match, { late: true });
  const found = driftOf(
    workspace,
    database,
    differences.map(({ words }) => words),
    null,
  );
  return {
    ...{ ...comparison, differences: differences.map(withoutWords) },
    pending: [...apply.map(({ tag }) => tag), ...left],
    findings: [...live.findings, ...found],
  };
}

async function withOther(
  workspace: Workspace,
  database: Database,
  options: DiffOptions & { with: string },
  opened: OpenDatabase,
): Promise<Partial<DiffResult>> {
  const { policy, target } = opened.live;
  const other = {
    ...{ ...options, environment: options.with },
    onTarget: (name: string, environment: string, description: string) => {
      options.onTarget?.(name, environment, description);
      // PGlite could not even be opened a second time.
      if (description === target.description)
        throw oneDatabase(opened.live, { policy: { environment }, target: { description } });
    },
  };
  const started: DiffResult = {
    ...emptyResult(database),
    ...{ environment: null, target: null, with: null, ...NOTHING },
  };
  const names = { here: policy.environment, there: options.with };
  const result = await withLiveDatabase(
    workspace,
    database,
    'diff',
    other,
    started,
    async (known, connection) => {
      if (!connection) throw notThere(known.target.description, database);
      const { comparison, ledgers } = await besideAnother(opened, { live: known, connection });
      const { differences } = comparison;
      const found = driftOf(
        workspace,
        database,
        differences.map((one) => besideInWords(one, names)),
        options.with,
      );
      return {
        ...{ ...comparison, differences: differences.map(withoutWords), appliedApart: ledgers.apart },
        findings: found,
        with: { environment: options.with, target: known.target.description },
      };
    },
  );
  const { compared, differences, byName, leftOut, appliedApart, findings, error } = result;
  return {
    ...{ compared, differences, byName, leftOut, appliedApart, with: result.with },
    findings,
    ...(error ? { error } : {}),
  };
}

function besideInWords(
  { object, kind, here, there }: LiveDifference,
  names: { here: string; there: string },
): string {
  if (object.startsWith('migration '))
    return `${object.slice('migration '.length)} was applied with other SQL in ${names.here} (its hash is ${here}) than in ${names.there} (${there})`;
  if (kind === 'alone') return `${object} is in ${names.here} alone`;
  if (kind === 'lacking') return `${object} is in ${names.there} alone`;
  return `${object} is ${here} in ${names.here} and ${there} in ${names.there}`;
}

function withoutWords({ words: _, ...difference }: LiveDifference): Omit<LiveDifference, 'words'> {
  return difference;
}

function driftOf(
  { configuration: { checks, waivers } }: Workspace,
  { name }: Database,
  differences: readonly string[],
  other: string | null,
) {
  const found = findingsAbout('comparison', { differences, with: other }, name, checks);
  return setAside(found, { waivers, baseline: [] }).findings;
}

function notThere(target: string, { name }: Database): GuardError {
  return new GuardError(
    'no-connection',
    `${target} is not there, so there is nothing to compare`,
    `run \`drizzle-guard migrate --database ${name}\`, which makes it`,
  );
}
