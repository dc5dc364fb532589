import { existsSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { git, gitLine } from '../git/git';
import { dropMergeDriver, setMergeDriver } from '../git/merge-driver';
import type { HookResult } from '../results/hook-result';
import { workTree } from '../sources/work-tree';
import { readConfiguration } from '../workspace/configuration';
import { findRoot } from '../workspace/root';

/**
 * Sets up what lies in a clone's own configuration of git: the path of the hooks, and where the hooks settle merges what
 * lets git leave that to them.
 */
export async function install(cwd: string): Promise<HookResult> {
  const root = findRoot(cwd);
  const notes = [installHooks(root), ...(await installDriver(root))];
  return { hook: 'install', databases: [], notes };
}

/**
 * Makes husky's hooks path absolute. husky sets `.husky/_`, which in a linked worktree means a folder that is not
 * there: git then runs no hook and says nothing. The main work tree's folder serves all of them. A script that installs
 * may have left husky out on purpose (in CI, say), which fails nothing.
 */
function installHooks(root: string): string {
  const common = gitLine(['rev-parse', '--path-format=absolute', '--git-common-dir'], { cwd: root });
  if (common === null || process.env['HUSKY'] === '0')
    return 'no hooks: this is no git repository, or HUSKY=0';
  const configured = gitLine(['config', 'core.hooksPath'], { cwd: root });
  if (configured !== null && path.isAbsolute(configured) && existsSync(configured))
    return `hooks run from ${configured}`;
  // A submodule's common directory lies in the superproject's; it has no linked work trees of its own to care for.
  const main = path.basename(common) === '.git' ? path.dirname(common) : root;
  const set = configured ?? '.husky/_';
  const hooks = [main, root].map((tree) => path.resolve(tree, set)).find((folder) => existsSync(folder));
  if (hooks === undefined && configured === null && hasHook(root)) return 'hooks run from the git directory';
  if (hooks === undefined && process.env['npm_lifecycle_event'] !== undefined)
    return `no hooks: husky has made no ${set} here`;
  if (hooks === undefined)
    throw new GuardError(
      'no-husky',
      `${path.resolve(main, set)} is not there, so git would run no hook`,
      'run `npx husky` at the top of the main work tree, then `npx drizzle-guard hook install`',
    );
  git(['config', 'core.hooksPath', hooks], { cwd: root });
  return `hooks run from ${hooks}, also in linked worktrees`;
}

/** Only where hooks run may git leave a file to them. */
async function installDriver(root: string): Promise<string[]> {
  // Whoever installs wants packages, and not to hear what every command says of a configuration that cannot be read.
  const configuration = await readConfiguration(workTree(root)).catch(() => null);
  if (configuration?.onMerge !== 'rebase' || !hasHook(root))
    return dropMergeDriver(root) ? ['merges of migrations stop at conflicts again'] : [];
  setMergeDriver(root);
  return ['merges of migrations are settled by the hooks (onMerge)'];
}

/** Whether git has a hook to run before it records a merge. */
function hasHook(root: string): boolean {
  const hook = gitLine(['rev-parse', '--path-format=absolute', '--git-path', 'hooks/pre-merge-commit'], {
    cwd: root,
  });
  return hook !== null && existsSync(hook);
}
