import path from 'node:path';
import type { Runnable } from '../../apply/read-migrations';
import { shadowAt } from '../../apply/shadow-at';
import { withLiveDatabase, type LiveOptions, type LiveResult } from '../../apply/live-database';
import { planMigrate } from '../../apply/plan-migrate';
import { rehearseLive } from '../../apply/rehearse-live';
import type { Shadow } from '../../engines/shadow/shadow';
import { openShadow } from '../../engines/shadow/open-shadow';
import { hasShadow, whyNoShadow } from '../../engines/shadow/ground';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import type { Migration } from '../../history/history';
import { groundOf } from '../../judging/ground-of';
import { judgeDatabase } from '../../judging/judge';
import { errorIn, findingsIn, toldOnce } from '../../judging/judgement';
import { besideBase } from '../../judging/landing';
import { openWorkspace, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { requireFolder, sequenceFaults } from '../../judging/preflight';
import { foundInRehearsal } from '../../judging/rehearsal-findings';
import { openSides, type OpenSides } from '../../judging/sides';
import { withEvaluator } from '../../judging/with-evaluator';
import { rehearse as rehearseOn, type Rehearsal, type Rehearsed } from '../../rehearsal/rehearse';
import { rehearseBack, type WayBackKnown } from '../../rollback/effects/rehearse-back';
import type { Folder } from '../../rollback/effects/find-down';
import { readHistory } from '../../history/read-history';
import { readMigrations, replayFailed, replayOn } from '../../replay/replay-history';
import type { CommandResult } from '../../results/command-result';
import type { Database } from '../../workspace/discover';
import { findRoot } from '../../workspace/root';
import type { Values } from '../define-command';
import type { rehearseOptions } from './row';

export interface RehearseOptions extends LiveOptions, Values<typeof rehearseOptions> {}

export interface RehearseResult extends LiveResult {
  /** What stood before: a branch, or the database of an environment; null where nothing did. */
  from: string | null;
  /** Null where nothing was run. */
  rehearsal: Rehearsal | null;
  /** How each migration would be taken back; [] where something fails before. */
  back: WayBackKnown[];
}

/**
 * Runs what a branch brings on a throw-away database that stands where the base, or the database of an environment,
 * does, with rows in its tables. Writes nothing anywhere.
 *
 * @throws GuardError what `openSides` and `openWorkspace` throw
 */
export async function rehearse(options: RehearseOptions): Promise<CommandResult<RehearseResult>> {
  const sides = await sidesOf(options);
  try {
    const workspace = await openWorkspace(options, sides.session, sides.at);
    return await overDatabases(
      'rehearse',
      workspace.databases,
      (database): RehearseResult => ({
        ...emptyResult(database),
        ...{ notChecked: sides.landing ? [] : ['base'], environment: null, target: null },
        ...{ from: null, rehearsal: null, back: [] },
      }),
      (database, started) =>
        options.environment === undefined
          ? besideBranch(workspace, sides, database, started)
          : besideDatabase(workspace, options, database, started),
      { onWork: options.onWork },
    );
  } finally {
    sides.session.close();
  }
}

/** A base that was not asked for need not be there: then everything is rehearsed. */
async function sidesOf({ cwd, base = 'auto', environment }: RehearseOptions): Promise<OpenSides> {
  const root = findRoot(cwd);
  if (environment !== undefined) return openSides(root, {}, false);
  try {
    return await openSides(root, { base }, true);
  } catch (thrown) {
    const isMissing = thrown instanceof GuardError && ['no-base', 'no-repository'].includes(thrown.code);
    if (base !== 'auto' || !isMissing) throw thrown;
    return openSides(root, {}, false);
  }
}

function besideDatabase(
  workspace: Workspace,
  options: RehearseOptions,
  database: Database,
  started: RehearseResult,
): Promise<RehearseResult> {
  const live = { ...options, lockWait: 0 };
  return withLiveDatabase(workspace, database, 'rehearse', live, started, async (known, connection) => {
    requireFolder(known.history, database);
    const { apply } = planMigrate(known.migrations, known.match, { late: false });
    const rehearsal = await rehearseLive(known, connection, apply);
    const findings = [...known.findings, ...foundInRehearsal(workspace, database.name, rehearsal)];
    const history = await readHistory(workspace.tree, known.settings.out);
    const about = { tree: workspace.tree, history, dialect: known.settings.dialect };
    const back = await wayBack(workspace, database, about, rehearsal, apply, () => shadowAt(known, apply));
    return { from: known.target.description, rehearsal, back, findings };
  });
}

async function besideBranch(
  workspace: Workspace,
  { session, at, landing }: OpenSides,
  database: Database,
  started: RehearseResult,
): Promise<RehearseResult> {
  const judgement = await judgeDatabase(session, at, database, { base: landing });
  const { folder } = judgement;
  const error = errorIn(judgement);
  if (!folder?.dialect) return { ...started, ...(error ? { error } : {}) };
  const { dialect, out } = folder;
  const known = { ...started, dialect, from: landing?.base.name ?? null };
  try {
    const history = await session.history(at, out);
    requireFolder(history, database);
    const faults = sequenceFaults(history, database.name);
    if (faults.length > 0) return { ...known, layout: history.layout, findings: faults };
    const folders = [
      path.join(workspace.root, database.dir),
      path.join(workspace.root, history.dir),
      __dirname,
    ];
    const ground = await groundOf(session, database, dialect, folders);
    if (!hasShadow(ground)) throw noShadow(whyNoShadow(ground)!);
    const context = landing && (await besideBase(session, at, landing, out));
    const base = context
      ? { history: context.base.history, tree: await session.tree(commitOf(landing)) }
      : null;
    const mine = new Set(context ? context.mine : history.migrations);
    const before = base ? await readMigrations(base.tree, base.history) : [];
    const own = (await readMigrations(workspace.tree, history)).filter(({ migration }) =>
      mine.has(migration),
    );
    const all = [...before, ...own].flatMap(({ statements }) => statements.map(({ sql }) => sql));
    const open = async () => {
      const shadow = await openShadow(ground, all);
      const { failed } = await replayOn(shadow, before);
      if (!failed) return shadow;
      await shadow.close();
      throw replayFailed(failed.statement, ground);
    };
    const stage = { dialect, open, before: before.length, withRows: null };
    const rehearsed = own.map(toRehearse);
    const rehearsal = await rehearseOn(stage, rehearsed);
    const about = { tree: workspace.tree, history, dialect };
    const back = await wayBack(workspace, database, about, rehearsal, rehearsed, open);
    const late = toldOnce(findingsIn(judgement, 'base')).filter(({ code }) => code === 'late-migration');
    const findings = [...late, ...foundInRehearsal(workspace, database.name, rehearsal)];
    return { ...known, layout: history.layout, rehearsal, back, findings };
  } catch (thrown) {
    return { ...known, error: failureOf(thrown) };
  }
}

async function wayBack(
  { root, session }: Workspace,
  database: Database,
  about: Pick<Folder, 'tree' | 'history' | 'dialect'>,
  { migrations, notReached }: Rehearsal,
  mine: readonly Runnable[],
  open: () => Promise<Shadow>,
): Promise<WayBackKnown[]> {
  if (mine.length === 0 || notReached.length > 0 || migrations.some(({ failure }) => failure)) return [];
  const folder = path.join(root, database.dir);
  return withEvaluator(session, database, (evaluator) =>
    rehearseBack({ ...about, folder, evaluator }, mine, open),
  );
}

function commitOf({ base }: NonNullable<OpenSides['landing']>) {
  return { kind: 'commit' as const, commit: base.commit, label: base.name };
}

function toRehearse({
  migration,
  statements,
}: {
  migration: Migration;
  statements: { sql: string; line: number }[];
}): Rehearsed {
  return {
    tag: migration.tag,
    statements: statements.map(({ sql }) => sql),
    placeOf: (position) => `${migration.sqlFile}:${statements[position]!.line}`,
  };
}

function noShadow(why: string): GuardError {
  return new GuardError(
    'replay-impossible',
    `there is no throw-away database on which anything could be rehearsed: ${why}`,
    'name a server for it: "shadow": { "urlEnv": … } in drizzle-guard.json; nothing was run',
  );
}
