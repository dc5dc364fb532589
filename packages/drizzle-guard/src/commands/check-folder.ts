import { failureOf, type CommandResult, type DatabaseResult } from '../result';
import { workTree } from '../sources/work-tree';
import { structureOf, type Verdict } from '../verdicts/structure';
import { readConfiguration } from '../workspace/configuration';
import { findFolder, outsideRepository, readFolder, treeOfFolder, type Folder } from './open-folder';
import { openSides, type OpenSides, type Sides } from './open-sides';

export interface CheckResult extends DatabaseResult {
  migrationCount: number;
  /** Why a replay that was asked for was not made. */
  notReplayed?: string;
}

export interface CheckFolderOptions extends Sides {
  /** Whether to prove on a shadow that the SQL gives what the snapshots say. */
  replay?: boolean | undefined;
}

/**
 * Checks a bare migrations folder, without a drizzle config. There is no schema, and a base only where one is asked
 * for; its name and dir are the folder as it was given.
 *
 * @throws GuardError `outside-repository`, and what `openSides` throws
 */
export async function checkFolder(
  cwd: string,
  folder: string,
  asked: CheckFolderOptions = {},
): Promise<CommandResult<CheckResult>> {
  const place = findFolder(cwd, folder);
  if (!place.isInside && (asked.base !== undefined || (asked.head ?? 'worktree') !== 'worktree'))
    throw outsideRepository(folder, place);
  const sides = await openSides(place.root, asked);
  try {
    return await checkOpened(sides, folder, place, { cwd, isReplayed: asked.replay ?? false });
  } finally {
    sides.close();
  }
}

async function checkOpened(
  sides: OpenSides,
  folder: string,
  place: Folder,
  { cwd, isReplayed }: { cwd: string; isReplayed: boolean },
): Promise<CommandResult<CheckResult>> {
  const result: CheckResult = {
    name: folder,
    dir: folder,
    dialect: null,
    layout: null,
    migrationCount: 0,
    findings: [],
    notChecked: ['base', 'schema'],
  };
  try {
    const { root, absolute } = place;
    const tree = treeOfFolder(place, sides.tree);
    const { checks } = await readConfiguration(tree.root === root ? tree : workTree(root));
    const history = await readFolder(tree, folder, absolute);
    describe(result, structureOf(history, folder, checks));
    if (sides.landed) await (await import('./check-landed')).checkLanded(sides, history.dir, checks, result);
    if (isReplayed) {
      const { checkReplayOfFolder } = await import('./check-replay');
      await checkReplayOfFolder(tree, history, checks, [absolute, cwd], result);
    }
  } catch (thrown) {
    result.error = failureOf(thrown);
  }
  return { command: 'check', databases: [result] };
}

/** Puts a verdict into a result. */
export function describe(result: CheckResult, verdict: Verdict): void {
  const { dialect, layout, migrationCount, findings, notChecked } = verdict;
  Object.assign(result, { dialect, layout, migrationCount, findings });
  result.notChecked = [...new Set([...result.notChecked, ...notChecked])];
}
