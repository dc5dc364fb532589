import type { BaseContext } from '../../rules/contexts';
import { GuardError } from '../../errors/guard-error';
import { isUnreadable, type History, type Problem } from '../../history/history';
import { readHistory } from '../../history/read-history';
import { type CommandResult, type DatabaseResult } from '../../results/command-result';
import { readSettings } from '../../schema/settings';
import { findRoot } from '../../workspace/root';
import { drawnMigrations, type DrawnMigration } from './drawn-migrations';
import { findFolder, outsideRepository, readFolder, treeOfFolder } from '../../judging/open-folder';
import { openSides, type OpenSides, type Sides } from '../../judging/open-sides';
import {
  emptyResult,
  openWorkspace,
  overDatabases,
  withEvaluator,
  type DatabaseOptions,
} from '../../judging/workspace';
import { failureOf } from '../../errors/failure';

export interface HistoryOptions extends DatabaseOptions, Sides {
  /** A bare migrations folder instead of databases. */
  migrations?: string | undefined;
}

export interface HistoryResult extends DatabaseResult {
  /** The branch or commit that it is compared with. */
  base: string | null;
  /** Where there is no base: the reason. */
  whyNoBase: string | null;
  /** Those here in the order in which they are applied; among them those that only the base has. */
  migrations: DrawnMigration[];
  /** What may be a migration and cannot be read as one. */
  notDrawn: Problem[];
}

/** What is open for all databases of a run, and why there is no base among it. */
interface Opened {
  sides: OpenSides;
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
  const { cwd, migrations } = options;
  if (migrations !== undefined) return historyOfFolder(options, migrations);
  const opened = await openWithBase(findRoot(cwd), options);
  const { sides } = opened;
  try {
    const { root, tree, databases } = await openWorkspace(options, () => sides.tree);
    return await overDatabases(
      'history',
      databases,
      (database) => notYetDrawn(emptyResult(database)),
      (database, result) =>
        withEvaluator(root, database, async (evaluator) => {
          const { out, dialect } = await readSettings(tree, database, evaluator);
          result.dialect = dialect;
          await draw(result, await readHistory(tree, out), opened, options, `--database ${database.name}`);
        }),
    );
  } finally {
    sides.close();
  }
}

async function historyOfFolder(
  options: HistoryOptions,
  folder: string,
): Promise<CommandResult<HistoryResult>> {
  const place = findFolder(options.cwd, folder);
  const isAsked = options.base !== undefined || (options.head ?? 'worktree') !== 'worktree';
  if (!place.isInside && isAsked) throw outsideRepository(folder, place);
  const opened = place.isInside
    ? await openWithBase(place.root, options)
    : { sides: await openSides(place.root, {}), whyNoBase: `${folder} lies outside the repository` };
  const result = notYetDrawn({
    name: folder,
    dir: folder,
    dialect: null,
    layout: null,
    findings: [],
    notChecked: [],
  });
  try {
    const read = await readFolder(treeOfFolder(place, opened.sides.tree), folder, place.absolute);
    result.dialect = read.dialect;
    await draw(result, read, opened, options, `--migrations ${folder}`);
  } catch (thrown) {
    result.error = failureOf(thrown);
  } finally {
    opened.sides.close();
  }
  return { command: 'history', databases: [result] };
}

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
    return { sides: await openSides(root, { head, base: base ?? 'auto' }), whyNoBase: null };
  } catch (thrown) {
    const whyNoBase = thrown instanceof GuardError ? WITHOUT_BASE[thrown.code] : undefined;
    if (base !== undefined || whyNoBase === undefined) throw thrown;
    return { sides: await openSides(root, { head }), whyNoBase };
  }
}

/**
 * @param option how the command line names what is drawn
 * @throws GuardError `unreadable-history`; `unreadable-base` where the base was asked for
 */
async function draw(
  result: HistoryResult,
  read: History,
  { sides, whyNoBase }: Opened,
  { base }: Sides,
  option: string,
): Promise<void> {
  result.layout = read.layout;
  if (isUnreadable(read))
    throw new GuardError(
      'unreadable-history',
      `${read.journalFile} cannot be read, so it is not known which migrations there are`,
      `\`drizzle-guard check ${option}\` says what is wrong with it; nothing was drawn`,
    );
  result.notDrawn = notDrawnOf(read);
  result.whyNoBase = whyNoBase;
  let context = await compare(sides, read);
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
  result.migrations = drawnMigrations(read, context);
}

async function compare({ tree, landed, place }: OpenSides, read: History): Promise<BaseContext | null> {
  if (!landed || !place) return null;
  // Git's part is loaded only where there is git.
  const [{ besideLanded }, { readHeads }] = await Promise.all([
    import('../../judging/landed'),
    import('../../answers/store'),
  ]);
  return besideLanded({ tree, history: read }, landed, readHeads(place.gitDir));
}

function notDrawnOf(read: History): Problem[] {
  if (read.layout === 'journal') return read.journalProblems;
  return read.misnamed.map((file) => ({ file, message: 'does not begin with a time' }));
}
