import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The workspace's root (absolute): the nearest folder at or above `cwd` that git calls a repository; without git the
 * nearest that holds drizzle-guard.json, nx.json, pnpm-workspace.yaml or a package.json with workspaces; else the
 * nearest with a package.json; else `cwd` itself.
 */
export function findRoot(cwd: string): string {
  const folders = ancestorsOf(cwd);
  return (
    folders.find((folder) => existsSync(path.join(folder, '.git'))) ??
    folders.find(isWorkspace) ??
    folders.find((folder) => existsSync(path.join(folder, 'package.json'))) ??
    cwd
  );
}

function ancestorsOf(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestorsOf(parent)];
}

function isWorkspace(folder: string): boolean {
  if (
    ['drizzle-guard.json', 'nx.json', 'pnpm-workspace.yaml'].some((file) =>
      existsSync(path.join(folder, file)),
    )
  )
    return true;
  const manifest = path.join(folder, 'package.json');
  return existsSync(manifest) && /"workspaces"\s*:/.test(readFileSync(manifest, 'utf8'));
}
