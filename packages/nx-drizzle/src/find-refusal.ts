import { posix } from 'node:path';
import type { DrizzleProject } from './drizzle-project';
import type { Command } from './options';

/** Characters that stay alive between the double quotes into which Nx puts an option on its way to the shell. */
const ALIVE_IN_A_SHELL = /["'`$\\%\n]/;

/**
 * Says why a command cannot be run for a project by a target, in the words that its user reads.
 *
 * @returns the sentence, or null where nothing stands against it
 */
export function findRefusal(command: Command, project: DrizzleProject): string | null {
  const { root, databases } = project;
  const place = root === '.' ? 'The workspace root' : root;
  if (databases.length > 1) {
    const configFiles = databases.map(({ configFile }) => posix.relative(root, configFile)).join(', ');
    return (
      `${place} has ${databases.length} drizzle databases (${configFiles}); ` +
      'nx-drizzle does not name targets for several databases in one package yet. ' +
      `Run \`drizzle-guard ${command} --database <name>\` there.`
    );
  }
  if (ALIVE_IN_A_SHELL.test(root)) {
    return (
      `The name of the folder ${root} holds a character that a shell would read, so no target can pass it on. ` +
      `Rename the folder, or run \`drizzle-guard ${command}\` in it.`
    );
  }
  return null;
}
