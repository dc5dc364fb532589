import { posix } from 'node:path';
import type { DrizzleProject } from './drizzle-project';
import { commandLineOf } from './command-line-of';
import type { TargetNames } from './options';
import { isToldApart, type PlannedTarget } from './plan-targets';

/** Characters that stay alive between the double quotes into which Nx puts an option on its way to the shell. */
const ALIVE_IN_A_SHELL = /["'`$\\%\n]/;

/**
 * Says why a target cannot be run, in the words that its user reads.
 *
 * @returns the sentence, or null where nothing stands against it
 */
export function findRefusal(
  { row, database }: PlannedTarget,
  project: DrizzleProject,
  names: TargetNames,
): string | null {
  const { root, databases } = project;
  const place = root === '.' ? 'The workspace root' : root;
  const words = commandLineOf(row);
  if (!isToldApart(project, names)) {
    const configFiles = databases.map(({ configFile }) => posix.relative(root, configFile)).join(', ');
    return (
      `${place} has ${databases.length} drizzle databases whose configs do not tell them apart (${configFiles}): two targets would have one name. ` +
      `Rename a config to drizzle.<name>.config.ts, or run \`drizzle-guard ${words} --database <config>\`.`
    );
  }
  if (ALIVE_IN_A_SHELL.test(database)) {
    const what = database === root ? 'folder' : 'config';
    return (
      `The name of the ${what} ${database} holds a character that a shell would read, so no target can pass it on. ` +
      `Rename the ${what}, or run \`drizzle-guard ${words}\` in its folder.`
    );
  }
  return null;
}
