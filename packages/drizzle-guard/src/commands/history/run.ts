import { GuardError } from '../../errors/guard-error';
import { isUnreadable, type History, type Problem } from '../../history/history';
import { isInOperation } from '../../git/operation';
import { bareFolder, historyOf, requireInside, requireMigrations } from '../../judging/bare-folder';
import { besideBase } from '../../judging/landing';
import { openWorkspace, type DatabaseOptions } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { requireFolder } from '../../judging/preflight';
import { asksGit, openSides, type OpenSides, type Sides } from '../../judging/sides';
import { withEvaluator } from '../../judging/with-evaluator';
import type { Against } from '../../results/against';
import { type CommandResult, type DatabaseResult } from '../../results/command-result';
import type { BaseContext } from '../../rules/contexts';
import { readSettings } from '../../schema/settings';
import type { Database } from '../../workspace/discover';
import { findRoot } from '../../workspace/root';
import type { Values } from '../define-command';
import { drawnMigrations, type DrawnMigration } from './drawn-migrations';
import type { historyOptions } from './row';

export interface HistoryOptions extends DatabaseOptions, Values<typeof historyOptions> {}

export interface HistoryResult extends DatabaseResult {
  /** The branch or commit that it is compared with. */
  base: string | null;
  /** Where there is no base: the reason. */
  whyNoBase: string | null;
  /** Those here in the order in which they are applied; among them those that only the base has. */
  migrations: DrawnMigration[];
  /** What may be a migration and cannot be read as one. */
  notDrawn: Problem[];
  /** With --against: the branches that bring migrations, as check tells them. */
  against?: Against;
}

/** What is open for all databases of a run, and why there is no base among it. */
interface Opened extends OpenSides {
  whyNoBase: string | null;
}

/**
 * The graph of each database's migrations. It looks for a base by itself: where it finds none, or none can be used, it
 * says so and everything counts as landed. Nothing is written.
 *
 * @throws GuardError `outside-repository`, what `openSides` throws of a base or head that was asked for, and what
 *   `openWorkspace` throws
 */
export async function history(options: HistoryOptions): Promise<CommandResult<HistoryResult>> {
  const root = findRoot(options.cwd);
  const folder = options.migrations === undefined ? null : bareFolder(root, options.cwd, options.migrations);
  const { against = [] } = options;
  // What has not landed is told by what has.
  const wished = against.length > 0 ? { ...options, base: options.base ?? 'auto' } : options;
  if (folder && asksGit(wished)) requireInside(root, folder);
  const opened =
    folder?.bare?.isInside === false
      ? { ...(await openSides(root, {}, false)), whyNoBase: `${folder.name} lies outside the repository` }
      : await openWithBase(root, wished);
  const { session, at } = opened;
  try {
    const beside = await besideOthers(opened, against);
    const databases = folder ? [folder] : (await openWorkspace(options, session, at)).databases;
    const drawn = await overDatabases(
      'history',
      databases,
      (database) => notYetDrawn(emptyResult(database)),
      async (database, result) => {
        const history = await draw(result, database, opened, wished);
        const told = await beside(database, result, history);
        if (told) result.against = told;
      },
    );
    if (at.kind === 'commit' || !isInOperation(root)) return drawn;
    return { ...drawn, notes: [...(drawn.notes ?? []), IN_OPERATION] };
  } finally {
    session.close();
  }
}

const IN_OPERATION =
  'git is in the middle of an operation, so this is not what it will be: `drizzle-guard check` says how to go on where that is stopped';

function notYetDrawn(result: DatabaseResult): HistoryResult {
  return { ...result, notChecked: ['base'], base: null, whyNoBase: null, migrations: [], notDrawn: [] };
}

/** Why a base that nobody asked for is done without. */
const WITHOUT_BASE: Readonly<Record<string, string>> = {
  'no-repository': 'there is no git repository here',
  'no-base': 'none was found, and `--base <ref>` names one',
  'no-common-commit': 'this clone is shallow, and `git fetch --unshallow` brings what it lacks',
};

async function openWithBase(root: string, { head, base }: Sides): Promise<Opened> {
  try {
    return { ...(await openSides(root, { head, base: base ?? 'auto' }, false)), whyNoBase: null };
  } catch (thrown) {
    const whyNoBase = thrown instanceof GuardError ? WITHOUT_BASE[thrown.code] : undefined;
    if (base !== undefined || whyNoBase === undefined) throw thrown;
    return { ...(await openSides(root, { head }, false)), whyNoBase };
  }
}

/** @throws GuardError `unreadable-history`, `no-migrations`; `unreadable-base` where the base was asked for */
async function draw(
  result: HistoryResult,
  database: Database,
  opened: Opened,
  { base }: Sides,
): Promise<History> {
  const { dialect, history } = await read(opened, database);
  Object.assign(result, { dialect, layout: history.layout });
  const option = `${database.bare ? '--migrations' : '--database'} ${database.name}`;
  if (isUnreadable(history))
    throw new GuardError(
      'unreadable-history',
      `${history.journalFile} cannot be read, so it is not known which migrations there are`,
      `\`drizzle-guard check ${option}\` says what is wrong with it; nothing was drawn`,
    );
  result.notDrawn = notDrawnOf(history);
  result.whyNoBase = opened.whyNoBase;
  let context = await compare(opened, history);
  if (context && isUnreadable(context.base.history)) {
    const why = `${context.base.history.journalFile} cannot be read on ${context.base.name}, so it is not known what has landed`;
    if (base !== undefined)
      throw new GuardError(
        'unreadable-base',
        why,
        `mend it on ${context.base.name} first; \`drizzle-guard history ${option}\` without --base draws this side alone`,
      );
    result.whyNoBase = why;
    context = null;
  }
  if (context) {
    result.base = context.base.name;
    result.notChecked = [];
  }
  result.migrations = drawnMigrations(history, context);
  // A folder that only the base has is drawn.
  if (result.migrations.length === 0) requireFolder(history, database);
  return history;
}

/** Judges other branches beside what is drawn; null where none were asked for. */
type Beside = (database: Database, result: HistoryResult, history: History) => Promise<Against | null>;

/** @throws GuardError `unknown-branch` */
async function besideOthers({ session, at, landing }: Opened, asked: readonly string[]): Promise<Beside> {
  if (asked.length === 0 || !landing) return async () => null;
  const { findBranches, judgeAgainst } = await import('../../judging/against/against-part');
  const branches = findBranches(session.root, at, landing.base, asked, process.env);
  return async (database, { dialect, layout, migrations }, { dir: out }) => {
    const folder = { dialect, layout, out, migrationCount: migrations.length };
    return (await judgeAgainst(session, at, database, folder, { landing, branches, shadow: true })).against;
  };
}

async function read(
  { session, at }: OpenSides,
  database: Database,
): Promise<{ dialect: string | null; history: History }> {
  if (database.bare) {
    const history = await historyOf(session, at, database, database.bare.out);
    requireMigrations(history, database);
    return { dialect: history.dialect, history };
  }
  const tree = await session.tree(at);
  const { out, dialect } = await withEvaluator(session, database, (evaluator) =>
    readSettings(tree, database, evaluator),
  );
  return { dialect, history: await session.history(at, out) };
}

async function compare({ session, at, landing }: Opened, { dir }: History): Promise<BaseContext | null> {
  return landing && besideBase(session, at, landing, dir);
}

function notDrawnOf(read: History): Problem[] {
  if (read.layout === 'journal') return read.journalProblems;
  return read.misnamed.map((file) => ({ file, message: 'does not begin with a time' }));
}
