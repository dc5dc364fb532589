import { isInOperation } from '../../git/operation';
import { bareFolder, requireInside } from '../../judging/bare-folder';
import { judgeDatabase, type Asked } from '../../judging/judge';
import type { Judgement } from '../../judging/judgement';
import { openWorkspace, type DatabaseOptions } from '../../judging/open-workspace';
import { overDatabases } from '../../judging/over-databases';
import { foundIn, resultOf, type CheckResult } from '../../judging/result-of';
import { asksGit, openSides, type OpenSides } from '../../judging/sides';
import type { Against } from '../../results/against';
import type { CommandResult } from '../../results/command-result';
import { strangeWaivers } from '../../rules/configuration/unused-waiver';
import { findingsAbout } from '../../rules/run';
import type { State } from '../../sources/state';
import type { Configuration } from '../../workspace/configuration';
import type { Database } from '../../workspace/discover';
import { findRoot } from '../../workspace/root';
import type { Values } from '../define-command';
import type { checkOptions } from './row';

export interface CheckOptions extends DatabaseOptions, Values<typeof checkOptions> {}

/**
 * What can be said without a database: the structure of each history, whether the schema has a migration, and where a
 * base is asked for, what the migrations mean to it; where a replay is, what their SQL gives. Nothing is written but
 * answers below the git directory and a started PGlite beside the installed packages, and no work tree is touched.
 *
 * @throws GuardError `outside-repository`, and what `openSides` and `openWorkspace` throw
 */
export async function check(options: CheckOptions): Promise<CommandResult<CheckResult>> {
  const root = findRoot(options.cwd);
  const folder = options.migrations === undefined ? null : bareFolder(root, options.cwd, options.migrations);
  const { against = [] } = options;
  // What has not landed is told by what has.
  const wished = against.length > 0 ? { ...options, base: options.base ?? 'auto' } : options;
  if (folder && asksGit(wished)) requireInside(root, folder);
  const sides = await openSides(root, wished, folder === null);
  const asked = {
    base: sides.landing,
    deployed: true,
    replay: options.replay,
    prove: { newest: true, shadow: !options.noReplay, beside: () => landedIn(sides) },
  };
  try {
    const beside = await besideOthers(sides, options);
    return folder
      ? await checkDatabases(sides, [folder], asked, options, beside)
      : await checkWorkspace(sides, options, asked, beside);
  } finally {
    sides.session.close();
  }
}

/** What is asked of a judgement beside itself: other branches. */
type Beside = (judgement: Judgement) => Promise<{ judgement: Judgement; against?: Against }>;

/** @throws GuardError `unknown-branch` */
async function besideOthers(
  { session, at, landing }: OpenSides,
  { against = [], noReplay }: CheckOptions,
): Promise<Beside> {
  if (against.length === 0 || !landing) return async (judgement) => ({ judgement });
  const { againstPart, findBranches, withPart } = await import('../../judging/against/against-part');
  const branches = findBranches(session.root, at, landing.base, against, process.env);
  return async (judgement) => {
    const { database, folder } = judgement;
    if (!folder) return { judgement };
    const asked = { landing, branches, shadow: !noReplay };
    const { against: told, part } = await againstPart(session, at, database, folder, asked);
    return { judgement: withPart(judgement, part), against: told };
  };
}

/** What has landed is proved no more; but the newest is, on which the next one is built. */
function landedIn({ landing }: OpenSides): State[] {
  if (!landing) return [];
  const { commit, name } = landing.base;
  return [{ kind: 'commit', commit, label: name }];
}

/** The same for a bare migrations folder. */
export function checkFolder(
  cwd: string,
  migrations: string,
  asked: Pick<CheckOptions, 'head' | 'base' | 'replay'> = {},
): Promise<CommandResult<CheckResult>> {
  return check({ ...asked, cwd, migrations });
}

async function checkWorkspace(
  sides: OpenSides,
  options: CheckOptions,
  asked: Asked,
  beside: Beside,
): Promise<CommandResult<CheckResult>> {
  const { databases, names, configuration, unseen } = await openWorkspace(options, sides.session, sides.at);
  const result = { ...(await checkDatabases(sides, databases, asked, options, beside)), ...unseen };
  return databases.length < names.length ? result : withStrangeWaivers(result, names, configuration);
}

/** A waiver that names no database at all would never be told unused. */
function withStrangeWaivers(
  result: CommandResult<CheckResult>,
  names: readonly string[],
  { checks, waivers }: Configuration,
): CommandResult<CheckResult> {
  // A folder's is for check --migrations.
  const strange = waivers.filter(({ database }) => !names.includes(database) && !database.includes('/'));
  const [first, ...others] = result.databases;
  const more = findingsAbout('configuration', strangeWaivers(strange, names), first!.name, checks);
  return { ...result, databases: [{ ...first!, findings: [...first!.findings, ...more] }, ...others] };
}

async function checkDatabases(
  { session, at }: OpenSides,
  databases: readonly Database[],
  asked: Asked,
  { onWork, cwd }: CheckOptions,
  beside: Beside,
): Promise<CommandResult<CheckResult>> {
  const judgements = new Map<string, Judgement>();
  const judge = async (database: Database) => {
    const { judgement, against } = await beside(await judgeDatabase(session, at, database, asked));
    judgements.set(database.name, judgement);
    const { configuration, baseline } = await session.terms(at);
    const result = resultOf(judgement, { waivers: configuration.waivers, baseline }, configuration.checks);
    return against ? { ...result, against } : result;
  };
  const result = await overDatabases('check', databases, unjudged, judge, { onWork });
  if (!isInOperation(session.root)) return result;
  const { withNext } = await import('../../judging/in-operation');
  return { ...result, databases: await withNext(session, at, cwd, result.databases, judgements) };
}

/** The result of a database about which nothing could be said. */
function unjudged(database: Database): CheckResult {
  const nothing: Judgement = {
    database,
    folder: null,
    parts: database.bare ? [{ about: 'schema', findings: [], missing: 'schema' }] : [],
    restsOn: null,
  };
  return foundIn(nothing);
}
