import type { History } from '../history/history';
import { type CommandResult, type DatabaseResult } from '../results/command-result';
import { structureOf, type Verdict } from './structure';
import { accept } from './accept';
import { findFolder, openFolder, outsideRepository, readFolder, type OpenFolder } from './open-folder';
import { openSides, type Sides } from './open-sides';
import { failureOf } from '../errors/failure';

export interface CheckResult extends DatabaseResult {
  migrationCount: number;
  /** Findings that a waiver takes out; present where there are any. */
  waived?: number;
  /** Findings that the baseline takes out; present where there are any. */
  older?: number;
  /** Entries of the baseline that are no findings any more; present where there are any. */
  gone?: number;
  /** Why a replay that was asked for proves nothing. */
  notProved?: string;
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
  const result = emptyFolderResult(folder);
  try {
    const opened = await openFolder(place, sides.tree);
    const { checks, waivers } = opened.configuration;
    const history = await judgeFolder(opened, result);
    if (sides.landed) await (await import('./check-landed')).checkLanded(sides, history.dir, checks, result);
    if (asked.replay) {
      const { checkReplayOfFolder } = await import('./check-replay');
      await checkReplayOfFolder(opened.tree, history, checks, [place.absolute, cwd], result);
    }
    accept(result, { waivers, baseline: opened.baseline }, checks, asked.replay);
  } catch (thrown) {
    result.error = failureOf(thrown);
  } finally {
    sides.close();
  }
  return { command: 'check', databases: [result] };
}

export function emptyFolderResult(folder: string): CheckResult {
  const nothing = { dialect: null, layout: null, migrationCount: 0, findings: [] };
  return { name: folder, dir: folder, ...nothing, notChecked: ['base', 'schema'] };
}

/**
 * Fills a result with what a folder alone says, with what was accepted still among the findings.
 * @throws GuardError what `readFolder` throws
 */
export async function judgeFolder(
  { tree, absolute, configuration }: OpenFolder,
  result: CheckResult,
): Promise<History> {
  const history = await readFolder(tree, result.name, absolute);
  describe(result, structureOf(history, result.name, configuration.checks));
  return history;
}

/** Puts a verdict into a result. */
export function describe(result: CheckResult, verdict: Verdict): void {
  const { dialect, layout, migrationCount, findings, notChecked } = verdict;
  Object.assign(result, { dialect, layout, migrationCount, findings });
  result.notChecked = [...new Set([...result.notChecked, ...notChecked])];
}
