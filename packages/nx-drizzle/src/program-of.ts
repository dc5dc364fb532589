import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ITS_OWN = 'node_modules/nx-drizzle/bin/drizzle-guard.js';

/**
 * What runs drizzle-guard in a workspace: the one that is installed at its root, as its hooks do; else, where a package
 * manager keeps it beside the plugin (pnpm), by the plugin. Nx runs a command at the root, with the root's commands on
 * its path.
 *
 * @param workspaceRoot an absolute path
 */
export function programOf(workspaceRoot: string): string {
  const has = (file: string) => existsSync(join(workspaceRoot, file));
  const isLinked = ['', '.cmd', '.exe'].some((ending) => has(`node_modules/.bin/drizzle-guard${ending}`));
  return isLinked || !has(ITS_OWN) ? 'drizzle-guard' : `node ${ITS_OWN}`;
}
