import path from 'node:path';
import type { ResolvedTarget } from './resolve-target';
import { kitConfigFor, type Instead } from './kit-config';
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
  const config = kitConfigFor(root, settings, source, instead);
  try {
    const [name, ...more] = command;
    return await spawnKit(cwd, [bin, name!, `--config=${config.file}`, ...more], variables, interactive);
  } finally {
    config.remove();
  }
}
