import path from 'node:path';
import { config } from 'dotenv';
import type { ResolvedTarget } from './resolve-target';
import { GIVEN_BACK, kitConfigFor, type Instead } from './kit-config';
import { findKit } from '../schema/kit';
import { spawnKit } from '../schema/spawn-kit';

/** What drizzle-kit is asked to do with a database. */
export interface KitWish {
  /** Its command, and what is given to it: ["push", "--force"]. */
  command: readonly string[];
  instead?: Instead;
  /** Whether it has the terminal for itself. */
  interactive: boolean;
}

/**
 * Runs the database's own drizzle-kit on the database of an environment, in `settings.cwd`.
 * @throws GuardError `drizzle-kit-missing`
 */
export async function kitOnDatabase(
  { root }: { root: string },
  { settings, source, variables }: ResolvedTarget,
  { command, instead, interactive }: KitWish,
): Promise<{ exitCode: number; output: string }> {
  const cwd = path.join(root, settings.cwd);
  const { bin } = findKit(cwd);
  const given = changedByKit(cwd, variables);
  const givesBack = Object.keys(given).length > 0;
  const { file, remove } = kitConfigFor(root, settings, source, instead, givesBack);
  const env = givesBack ? { ...variables, [GIVEN_BACK]: JSON.stringify(given) } : variables;
  try {
    const [name, ...more] = command;
    return await spawnKit(cwd, [bin, name!, `--config=${file}`, ...more], env, interactive);
  } finally {
    remove();
  }
}

/**
 * Variables that drizzle-kit itself takes from the .env file where it is run (its dotenv/config), and what they are here:
 * it would speak to another database than the one that was found without them.
 */
function changedByKit(cwd: string, variables: NodeJS.ProcessEnv): Record<string, string | null> {
  const { DOTENV_CONFIG_PATH: file = '.env', DOTENV_CONFIG_OVERRIDE: override } = variables;
  const processEnv = { ...variables } as Record<string, string>;
  config({ path: path.resolve(cwd, file), processEnv, override: !!override });
  const changed = Object.keys(processEnv).filter((name) => processEnv[name] !== variables[name]);
  return Object.fromEntries(changed.map((name) => [name, variables[name] ?? null]));
}
