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
  for (const name of [named, configured, process.env['NX_BASE']]) {
    if (!name) continue;
    const commit = commitOf(root, name);
    if (commit === null) continue;
    return onItself(root, name, branch) ?? { name, commit };
  }
  return defaultOfRemote(root);
}

const REMOTES = 'refs/remotes/';

/** The default branch of `origin`, or of the first other remote of which one is here: mostly told by one process. */
function defaultOfRemote(root: string): Base | null {
  const fromNx = nxDefaultBase(root);
  const names = ['HEAD', ...(fromNx === null ? [] : [fromNx]), 'main', 'master'];
  const patterns = names.flatMap((name) => [`${REMOTES}*/${name}`, `${REMOTES}*/*/${name}`]);
  const format = '--format=%(objectname) %(refname) %(symref)';
  const lines = gitLine(['for-each-ref', format, ...patterns], { cwd: root })?.split('\n') ?? [];
  const found = lines.map((line) => {
    const [commit, ref, leadsTo] = line.split(' ') as [string, string, string];
    const name = names.find((one) => ref.endsWith(`/${one}`))!;
    const remote = ref.slice(REMOTES.length, -name.length - 1);
    return { remote, name, base: { name: (leadsTo || ref).slice(REMOTES.length), commit } };
  });
  const whole = found.filter(({ remote }) => !remote.includes('/'));
  const known = whole.length > 0 || found.length === 0 ? whole : found.filter(isOfRemoteIn(root));
  const remote = known.find((one) => one.remote === 'origin')?.remote ?? known[0]?.remote;
  const own = known.filter((one) => one.remote === remote);
  return names.flatMap((name) => own.find((one) => one.name === name)?.base ?? [])[0] ?? null;
}

/** `one/two/main` is main of the remote `one/two`, or the branch two/main of `one`. */
function isOfRemoteIn(root: string): (one: { remote: string }) => boolean {
  const remotes = gitLine(['remote'], { cwd: root })?.split('\n') ?? [];
  return ({ remote }) => remotes.includes(remote);
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
  if (own === null || ![own, `heads/${own}`, `refs/heads/${own}`].includes(name)) return null;
  const upstream = gitLine(['rev-parse', '--abbrev-ref', '--symbolic-full-name', `${own}@{upstream}`], {
    cwd: root,
  });
  const commit = upstream === null ? null : commitOf(root, upstream);
  return upstream !== null && commit !== null ? { name: upstream, commit } : null;
}

/** Where a push goes, as git tells pre-push: the name of a remote, or its URL where it has none. */
export interface PushTarget {
  remote: string | undefined;
  url: string | undefined;
}

/**
 * Whether a branch of a remote is the very one that a base stands for. Whole names are compared: `x/main` is not `main`, and
 * nor is the `main` of a fork.
 *
 * @param ref the branch as the remote has it: `refs/heads/main`
 */
export function isBaseOn(root: string, { name }: Base, target: PushTarget, ref: string): boolean {
  const whole = wholeNameOf(root, name);
  if (!whole?.startsWith('refs/heads/'))
    return whole !== null && trackedAs(root, target, ref).includes(whole);
  const upstream = wholeNameOf(root, `${whole.slice('refs/heads/'.length)}@{upstream}`);
  return upstream === null ? ref === whole : trackedAs(root, target, ref).includes(upstream);
}

/** Null of what is no branch: a commit, a tag. */
function wholeNameOf(root: string, name: string): string | null {
  const whole = gitLine(['rev-parse', '--symbolic-full-name', name], { cwd: root });
  return whole !== null && /^refs\/(?:heads|remotes)\//.test(whole) ? whole : null;
}

/** What this clone calls a branch of a remote, by what is fetched from it. */
function trackedAs(root: string, { remote, url }: PushTarget, ref: string): string[] {
  const lines = gitLine(['config', '--get-regexp', String.raw`^remote\..*\.(url|pushurl|fetch)$`], {
    cwd: root,
  });
  const settings = (lines?.split('\n') ?? []).flatMap((line) => {
    const [, name, key, value] = /^remote\.(.+)\.(url|pushurl|fetch) (.*)$/.exec(line) ?? [];
    return name && key && value ? [{ name, key, value }] : [];
  });
  const isTarget = (name: string) =>
    name === remote ||
    settings.some((one) => one.name === name && one.key !== 'fetch' && [remote, url].includes(one.value));
  return settings
    .filter(({ name, key }) => key === 'fetch' && isTarget(name))
    .flatMap(({ value }) => mappedBy(value, ref) ?? []);
}

/** What a refspec makes of a ref (gitglossary, "refspec"); null where it is about others. */
function mappedBy(refspec: string, ref: string): string | null {
  const [from, to] = refspec.replace(/^\+/, '').split(':');
  if (!from || !to) return null;
  const [head, tail] = from.split('*');
  if (tail === undefined) return from === ref ? to : null;
  if (!ref.startsWith(head!) || !ref.endsWith(tail) || ref.length < head!.length + tail.length) return null;
  return to.replace('*', () => ref.slice(head!.length, ref.length - tail.length));
}

export function commitOf(root: string, name: string): string | null {
  return gitLine(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], { cwd: root });
}
