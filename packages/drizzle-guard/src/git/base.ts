import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gitLine } from './git';

export interface Base {
  /** As people say it: `origin/main`. */
  name: string;
  commit: string;
  /** True for the other side of a merge, taken because no base was found: nobody knows that it has landed. */
  assumed?: boolean;
}

/**
 * The branch that this work will land on (design.md, "base"): `named`, the configuration, NX_BASE, the remote's
 * default branch, nx.json's defaultBase on the remote. On the base branch itself, its upstream.
 *
 * @param named --base, where it was given
 * @param configured `base` of drizzle-guard.json
 * @param branch the local branch that the work is on, null for none; by default the one that is checked out
 * @returns null where there is none; a name that does not exist is passed over
 */
export function findBase(
  root: string,
  named?: string,
  configured?: string,
  branch?: string | null,
): Base | null {
  const candidates = [named, configured, process.env['NX_BASE'], ...remoteDefaults(root)];
  for (const name of candidates) {
    if (!name) continue;
    const commit = commitOf(root, name);
    if (commit === null) continue;
    return onItself(root, name, branch) ?? { name, commit };
  }
  return null;
}

function remoteDefaults(root: string): (string | null)[] {
  const remotes = gitLine(['remote'], { cwd: root })?.split('\n') ?? [];
  const remote = remotes.includes('origin') ? 'origin' : remotes[0];
  if (!remote) return [];
  const head = gitLine(['symbolic-ref', '--quiet', '--short', `refs/remotes/${remote}/HEAD`], { cwd: root });
  const fromNx = nxDefaultBase(root);
  return [head, fromNx && `${remote}/${fromNx}`, `${remote}/main`, `${remote}/master`];
}

function nxDefaultBase(root: string): string | null {
  const file = path.join(root, 'nx.json');
  if (!existsSync(file)) return null;
  return /"defaultBase"\s*:\s*"([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? null;
}

/** A local branch named as its own base would compare work with itself. */
function onItself(root: string, name: string, branch?: string | null): Base | null {
  const own =
    branch === undefined ? gitLine(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd: root }) : branch;
  if (own !== name) return null;
  const upstream = gitLine(['rev-parse', '--abbrev-ref', '--symbolic-full-name', `${name}@{upstream}`], {
    cwd: root,
  });
  const commit = upstream === null ? null : commitOf(root, upstream);
  return upstream !== null && commit !== null ? { name: upstream, commit } : null;
}

export function commitOf(root: string, name: string): string | null {
  return gitLine(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], { cwd: root });
}
