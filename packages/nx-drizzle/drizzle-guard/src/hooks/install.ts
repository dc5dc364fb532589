import { existsSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { git, gitLine } from '../git/git';
import type { HookResult } from '../results/hook-result';
import { findRoot } from '../workspace/root';

/**
 * Makes husky's hooks path absolute. husky sets `.husky/_`, which in a linked worktree means a folder that is not
 * there: git then runs no hook and says nothing. The main work tree's folder serves all of them. A script that installs
 * may have left husky out on purpose (in CI, say), which fails nothing.
 */
export async function install(cwd: string): Promise<HookResult> {
  const root = findRoot(cwd);
  const done = (note: string): HookResult => ({ hook: 'install', databases: [], notes: [note] });
  const common = gitLine(['rev-parse', '--path-format=absolute', '--git-common-dir'], { cwd: root });
  if (common === null || process.env['HUSKY'] === '0')
    return done('no hooks: this is no git repository, or HUSKY=0');
  const configured = gitLine(['config', 'core.hooksPath'], { cwd: root });
  if (configured !== null && path.isAbsolute(configured) && existsSync(configured))
    return done(`hooks run from ${configured}`);
  // A submodule's common directory lies in the superproject's; it has no linked work trees of its own to care for.
  const main = path.basename(common) === '.git' ? path.dirname(common) : root;
  const set = configured ?? '.husky/_';
  const hooks = [main, root].map((tree) => path.resolve(tree, set)).find((folder) => existsSync(folder));
  if (hooks === undefined && process.env['npm_lifecycle_event'] !== undefined)
    return done(`no hooks: husky has made no ${set} here`);
  if (hooks === undefined)
    throw new GuardError(
      'no-husky',
      `${path.resolve(main, set)} is not there, so git would run no hook`,
      'run `npx husky` at the top of the main work tree, then `npx drizzle-guard hook install`',
    );
  git(['config', 'core.hooksPath', hooks], { cwd: root });
  return done(`hooks run from ${hooks}, also in linked worktrees`);
}
