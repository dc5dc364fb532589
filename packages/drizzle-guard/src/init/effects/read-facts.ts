import { statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { version } from '../../../package.json';
import { GuardError } from '../../errors';
import type { Git } from '../../git/simple-git';
import type { InitDatabase, InitFacts, InitFiles } from '../facts';
import { readOwnHooks } from './own-hooks';

/**
 * The root of the work tree around a folder.
 * @throws GuardError `not-a-repository`, with git's own words
 */
export async function repositoryRoot(git: Git, folder: string): Promise<string> {
  const { ok, text } = await git.ask('rev-parse', '--show-toplevel');
  if (ok) return path.normalize(text.replace(/\r?\n$/, ''));
  throw new GuardError(
    'not-a-repository',
    `${folder} is in no work tree of git; nothing was written\n  git: ${text.split('\n')[0]!}`,
    'run `git init`, or go to the repository that holds the databases',
  );
}

/**
 * What git and the files of a repository say.
 * @param git at `root`
 * @param root absolute
 */
export async function readFacts(
  git: Git,
  root: string,
  files: InitFiles,
  databases: InitDatabase[],
): Promise<InitFacts> {
  const hooksPath = await lineOf(git, 'config', '--get', 'core.hooksPath');
  const hooksFolder = await lineOf(git, 'rev-parse', '--git-path', 'hooks');
  return {
    files,
    version,
    hooksPath,
    ownHooks: hooksFolder === null ? {} : readOwnHooks(path.resolve(root, hooksFolder)),
    huskyFolder: statSync(path.join(root, '.husky'), { throwIfNoEntry: false })?.isDirectory() ?? false,
    remoteDefault: await remoteDefault(git),
    nxBase: await nxBase(git, files),
    databases,
  };
}

/**
 * @returns the ref, as it was given
 * @throws GuardError `unknown-base` where it is no commit here
 */
export async function requireCommit(git: Git, ref: string): Promise<string> {
  if (await isCommit(git, ref)) return ref;
  throw new GuardError(
    'unknown-base',
    `${ref} is not a branch or commit of this repository; nothing was written`,
    'give --base a branch that is here, such as origin/main (`git fetch` brings it)',
  );
}

/** What origin/HEAD points at; where a clone has none, the branch of the usual names. */
async function remoteDefault(git: Git): Promise<string | null> {
  const head = await lineOf(git, 'symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  for (const ref of [head, 'origin/main', 'origin/master'])
    if (ref !== null && (await isCommit(git, `refs/remotes/${ref}`))) return ref;
  return null;
}

async function nxBase(git: Git, files: InitFiles): Promise<string | null> {
  const settings: unknown = parse(files.read('nx.json') ?? '');
  const base = (settings as { defaultBase?: unknown } | undefined)?.defaultBase;
  if (typeof base !== 'string' || base === '') return null;
  const ref = base.startsWith('origin/') ? base : `origin/${base}`;
  return (await isCommit(git, `refs/remotes/${ref}`)) ? ref : null;
}

async function isCommit(git: Git, ref: string): Promise<boolean> {
  return (await git.ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)).ok;
}

async function lineOf(git: Git, ...words: string[]): Promise<string | null> {
  const { ok, text } = await git.ask(...words);
  const line = text.replace(/\r?\n$/, '');
  return ok && line !== '' ? line : null;
}
