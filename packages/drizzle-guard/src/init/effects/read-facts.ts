import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { GuardError } from '../../errors/guard-error';
import { hasMergeDriver } from '../../git/merge-driver';
import type { Git } from '../../git/simple-git';
import { version } from '../../version';
import type { InitDatabase, InitFacts, InitFiles } from '../facts';
import { below } from '../home';
import { MANIFEST } from '../manifest';
import { LOCK_FILES } from '../../text/package-manager';
import { readOwnHooks } from './own-hooks';

/**
 * The root of the work tree around a folder.
 * @throws GuardError `no-repository`, with git's own words
 */
export async function repositoryRoot(git: Git, folder: string): Promise<string> {
  const { ok, text } = await git.ask('rev-parse', '--show-toplevel');
  if (ok) return path.normalize(text.replace(/\r?\n$/, ''));
  throw new GuardError(
    'no-repository',
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
  const manifests = await manifestFolders(git, files);
  return {
    files,
    version,
    hooksPath,
    ownHooks: hooksFolder === null ? {} : readOwnHooks(path.resolve(root, hooksFolder)),
    hasMergeDriver: hasMergeDriver(root),
    huskyFolder: statSync(path.join(root, '.husky'), { throwIfNoEntry: false })?.isDirectory() ?? false,
    hasNode: hasNode(process.env['PATH'] ?? ''),
    installedIn: manifests.filter((folder) => isInstalledIn(folder, files)),
    manifests,
    uncommitted: await uncommittedAmong(
      git,
      manifests.flatMap((folder) =>
        [MANIFEST, ...LOCK_FILES.map(([file]) => file)].map((file) => below(folder, file)),
      ),
    ),
    ...(await readBases(git, files)),
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

function isInstalledIn(folder: string, files: InitFiles): boolean {
  const names = ['.bin/drizzle-guard', '.bin/drizzle-guard.cmd', 'drizzle-guard/package.json'];
  return names.some((name) => files.has(below(folder, `node_modules/${name}`)));
}

/** bun puts a folder of its own on the path, in which it is called node. */
function hasNode(searched: string): boolean {
  const folders = searched.split(path.delimiter).filter((folder) => !/[\\/]bun-node-/.test(folder));
  const names = process.platform === 'win32' ? ['node.exe'] : ['node'];
  return folders.some((folder) => names.some((name) => existsSync(path.join(folder, name))));
}

/** Of what is or could be committed, and is there. */
async function manifestFolders(git: Git, files: InitFiles): Promise<string[]> {
  const { text } = await git.ask(
    ...[
      'ls-files',
      '-z',
      '--cached',
      '--others',
      '--exclude-standard',
      '--',
      'package.json',
      '*/package.json',
    ],
  );
  const found = text.split('\0').filter((file) => file !== '' && files.has(file));
  const folders = found.map((file) => file.replace(/\/?package\.json$/, ''));
  const depth = (folder: string) => (folder === '' ? 0 : folder.split('/').length);
  return [...new Set(folders)].sort((one, other) => depth(one) - depth(other) || (one < other ? -1 : 1));
}

/** Git is asked once for each hundred: a command line has its limit. */
async function uncommittedAmong(git: Git, files: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < files.length; at += 100) {
    const asked = files.slice(at, at + 100).map((file) => `:(top,literal)${file}`);
    const { text } = await git.ask(
      ...['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--', ...asked],
    );
    found.push(
      ...text
        .split('\0')
        .filter((line) => line !== '')
        .map((line) => line.slice(3)),
    );
  }
  return found;
}

/** Where work could land, by each of the ways in which it can be told. */
async function readBases(
  git: Git,
  files: InitFiles,
): Promise<Pick<InitFacts, 'remoteHead' | 'nxBase' | 'usualBase'>> {
  const remotes = (await git.ask('remote')).text.split('\n').filter((name) => name !== '');
  const remote = remotes.includes('origin') ? 'origin' : remotes[0];
  if (remote === undefined) return { remoteHead: null, nxBase: null, usualBase: null };
  const existing = async (...refs: (string | null)[]) => {
    for (const ref of refs) if (ref !== null && (await isCommit(git, `refs/remotes/${ref}`))) return ref;
    return null;
  };
  const fromNx = nxDefaultBase(files);
  return {
    remoteHead: await existing(
      await lineOf(git, 'symbolic-ref', '--quiet', '--short', `refs/remotes/${remote}/HEAD`),
    ),
    nxBase: await existing(
      fromNx === undefined ? null : fromNx.startsWith(`${remote}/`) ? fromNx : `${remote}/${fromNx}`,
    ),
    usualBase: await existing(`${remote}/main`, `${remote}/master`),
  };
}

function nxDefaultBase(files: InitFiles): string | undefined {
  const settings = parse(files.read('nx.json') ?? '') as { defaultBase?: unknown } | undefined;
  const base = settings?.defaultBase;
  return typeof base === 'string' && base !== '' ? base : undefined;
}

async function isCommit(git: Git, ref: string): Promise<boolean> {
  return (await git.ask('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)).ok;
}

async function lineOf(git: Git, ...words: string[]): Promise<string | null> {
  const { ok, text } = await git.ask(...words);
  const line = text.replace(/\r?\n$/, '');
  return ok && line !== '' ? line : null;
}
