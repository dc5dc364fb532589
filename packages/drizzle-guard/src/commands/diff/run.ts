import { appliedApart, besideAnother, besideItsMigrations, heldBy } from '../../apply/compare-live';
import {
  withLiveDatabase,
  type LiveDatabase,
  type LiveOptions,
  type LiveResult,
} from '../../apply/live-database';
import { planMigrate } from '../../apply/plan-migrate';
import type { Connection } from '../../engines/connection';
import { GuardError } from '../../errors/guard-error';
import { openWorkspace, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { requireFolder } from '../../judging/preflight';
import type { LiveDifference } from '../../replay/live-differences';
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
  /** Tags of what is not applied yet: what it makes is not missed. */
  pending: string[];
  /** With another database: migrations that one of the two alone has. */
  appliedApart: { here: string[]; there: string[] };
}

/** Per database: what differs between it and what its migrations give, or another one. Writes nothing. */
export async function diff(options: DiffOptions): Promise<CommandResult<DiffResult>> {
  const workspace = await openWorkspace(options);
  const live = { ...options, lockWait: 0 };
  return overDatabases(
    'diff',
    workspace.databases,
    (database): DiffResult => ({
      ...emptyResult(database),
      ...{ notChecked: ['base'], environment: null, target: null, with: null },
      ...{ compared: null, differences: [], pending: [], appliedApart: { here: [], there: [] } },
    }),
    (database, started) =>
      withLiveDatabase(workspace, database, 'diff', live, started, async (known, connection) => {
        requireFolder(known.history, database);
        if (!connection) throw notThere(known.target.description, database);
        options.onWork?.(`${database.name}: comparing`);
        return options.with === undefined
          ? withItsMigrations(workspace, database, known, connection)
          : withOther(workspace, database, { ...live, with: options.with }, known, connection);
      }),
    { onWork: options.onWork },
  );
}

async function withItsMigrations(
  workspace: Workspace,
  database: Database,
  live: LiveDatabase,
  connection: Connection,
): Promise<Partial<DiffResult>> {
  const { compared, differences } = await besideItsMigrations(live, connection);
  const { apply, left } = planMigrate(live.migrations, live.match, { late: true });
  const found = driftOf(
    workspace,
    database,
    differences.map(({ words }) => words),
    null,
  );
  return {
    ...{ compared, differences: differences.map(withoutWords) },
    pending: [...apply.map(({ tag }) => tag), ...left],
    findings: [...live.findings, ...found],
  };
}

async function withOther(
  workspace: Workspace,
  database: Database,
  options: DiffOptions & { with: string },
  live: LiveDatabase,
  connection: Connection,
): Promise<Partial<DiffResult>> {
  const held = await heldBy(live, connection);
  const other = { ...options, environment: options.with };
  const started: DiffResult = {
    ...emptyResult(database),
    ...{ environment: null, target: null, with: null, compared: null, differences: [], pending: [] },
    appliedApart: { here: [], there: [] },
  };
  const names = { here: live.policy.environment, there: options.with };
  const result = await withLiveDatabase(
    workspace,
    database,
    'diff',
    other,
    started,
    async (known, opened) => {
      if (!opened) throw notThere(known.target.description, database);
      const { compared, differences } = besideAnother(held, await heldBy(known, opened));
      const found = driftOf(
        workspace,
        database,
        differences.map((one) => besideInWords(one, names)),
        options.with,
      );
      return {
        ...{ compared, differences: differences.map(withoutWords), appliedApart: appliedApart(live, known) },
        findings: found,
        with: { environment: options.with, target: known.target.description },
      };
    },
  );
  const { compared, differences, appliedApart: apart, findings, error } = result;
  return {
    ...{ compared, differences, appliedApart: apart, with: result.with },
    findings,
    ...(error ? { error } : {}),
  };
}

function besideInWords(
  { object, kind, here, there }: LiveDifference,
  names: { here: string; there: string },
): string {
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
