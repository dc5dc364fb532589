import { execSync } from 'node:child_process';
import { detectPackageManager, getPackageManagerCommand, type Tree } from '../nx-api';

/**
 * Installs what package.json says, where the tree has changed it, as the workspace's package manager does.
 * @throws Error where that fails; what it said is on the terminal
 */
export function installPackages(tree: Tree): void {
  if (!tree.listChanges().some(({ path }) => path === 'package.json')) return;
  const { install } = getPackageManagerCommand(detectPackageManager(tree.root), tree.root);
  const stdio = process.env['NX_GENERATE_QUIET'] === 'true' ? 'ignore' : 'inherit';
  execSync(install, { cwd: tree.root, stdio, windowsHide: true });
}
