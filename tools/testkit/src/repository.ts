import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cleanEnvironment } from './environment';
import { repositoryRoot } from './paths';
import { openWorkspace, type Workspace } from './workspace';

/** The hooks that drizzle-guard answers to. */
export const HOOKS = [
  'pre-commit',
  'pre-merge-commit',
  'pre-push',
  'post-merge',
  'post-checkout',
  'post-rewrite',
  'post-commit',
] as const;

export type Environment = Record<string, string | undefined>;

export interface GitRun {
  exitCode: number | null;
  stdout: string;
  /** What hooks print is here. */
  stderr: string;
  /** The hooks of ours that git ran, in order. */
  hooks: string[];
}

/** A work tree of a real git repository whose hooks call the built bin. */
export interface Repository extends Workspace {
  /** Of git, and so of hooks: nobody's configuration, no variables of a surrounding git. */
  env: NodeJS.ProcessEnv;
  /** Runs git with hooks. Never throws. */
  git(args: readonly string[], options?: { in?: string; env?: Environment }): GitRun;
  /** Runs git without hooks, to prepare something. Throws unless it succeeds. */
  prepare(...args: string[]): string;
  /** Writes files, stages everything and commits it without hooks; returns the commit's id. */
  commit(message: string, files?: Readonly<Record<string, string>>): string;
  /** Makes a bare repository beside this one, of what is here now: `origin`, with its default branch. */
  addRemote(): string;
  /** A clone of a remote (or of this repository) beside it, with the same hooks. */
  clone(name: string, args?: readonly string[]): Repository;
  /** A linked work tree beside it, on a new branch. */
  addWorktree(name: string, branch: string): Repository;
}

/**
 * Makes a repository of these files, committed on `main`, hands it to `use`, and removes it with all that was made
 * beside it. Never anywhere but in the temporary folder.
 * @param modules its node_modules, absolute: this repository's, or `kitOneModules()`
 */
export async function withRepository(
  files: Readonly<Record<string, string>>,
  use: (repository: Repository) => Promise<void> | void,
  modules = path.join(repositoryRoot, 'node_modules'),
): Promise<void> {
  const place = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-git-')));
  try {
    writeHooks(place);
    const repository = openRepository(place, 'repository', modules);
    mkdirSync(repository.dir);
    repository.prepare('init', '--quiet', '--initial-branch=main');
    configure(place, repository.dir, modules);
    if (Object.keys(files).length > 0) repository.commit('Start', files);
    await use(repository);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Like husky's: one sh file a hook. Each notes that it was called, and calls the bin. */
function writeHooks(place: string): void {
  mkdirSync(path.join(place, 'hooks'));
  const bin = path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js');
  for (const hook of HOOKS) {
    const file = path.join(place, 'hooks', hook);
    const call = `exec '${process.execPath}' "\${DRIZZLE_GUARD_BIN:-${bin}}" hook ${hook} "$@"`;
    writeFileSync(file, `#!/bin/sh\necho ${hook} >> '${calledFile(place)}'\n${call}\n`);
    chmodSync(file, 0o755);
  }
}

function calledFile(place: string): string {
  return path.join(place, 'called');
}

function environmentOf(place: string): NodeJS.ProcessEnv {
  return {
    ...cleanEnvironment(),
    HOME: place,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: place,
    GIT_EDITOR: 'true',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C.UTF-8',
  };
}

function configText(place: string): string {
  return `[user]
	name = Ada
	email = ada@example.com
[commit]
	gpgsign = false
[gc]
	# Would go on in the background, in a folder that is being removed.
	auto = 0
[merge]
	conflictstyle = merge
[init]
	defaultBranch = main
[core]
	hooksPath = ${path.join(place, 'hooks')}
`;
}

/** Written and not asked of git, which would take a process for each setting; the files must be there already. */
function configure(place: string, dir: string, modules: string): void {
  appendToExisting(path.join(dir, '.git/config'), configText(place));
  appendToExisting(path.join(dir, '.git/info/exclude'), 'node_modules\n.pglite*\n');
  linkPackages(dir, modules);
}

function appendToExisting(file: string, text: string): void {
  if (!existsSync(file)) throw new Error(`${file} is not there: no repository of its own`);
  appendFileSync(file, text);
}

function linkPackages(dir: string, modules: string): void {
  symlinkSync(modules, path.join(dir, 'node_modules'));
}

function openRepository(place: string, name: string, modules: string): Repository {
  const dir = path.join(place, name);
  const env = environmentOf(place);
  const called = calledFile(place);
  const run = (args: readonly string[], folder = '.', more: Environment = {}) =>
    spawnSync('git', args, {
      cwd: path.join(dir, folder),
      env: { ...env, ...more },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
  const prepare = (...args: string[]) => {
    const { status, stdout, stderr } = run(['-c', 'core.hooksPath=/dev/null', ...args]);
    if (status !== 0) throw new Error(`git ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
    return stdout.trim();
  };
  const beside = (other: string) => {
    configure(place, path.join(place, other), modules);
    return openRepository(place, other, modules);
  };
  const workspace = openWorkspace(dir);
  return {
    ...workspace,
    env,
    prepare,
    git(args, options = {}) {
      rmSync(called, { force: true });
      const { status, stdout, stderr } = run(args, options.in, options.env);
      const hooks = existsSync(called) ? readFileSync(called, 'utf8').trim().split('\n') : [];
      return { exitCode: status, stdout, stderr, hooks };
    },
    commit(message, files = {}) {
      workspace.write(files);
      prepare('add', '--all');
      prepare('commit', '--quiet', '--allow-empty', '--message', message);
      return prepare('rev-parse', 'HEAD');
    },
    addRemote() {
      const remote = path.join(place, 'remote.git');
      prepare('clone', '--quiet', '--bare', dir, remote);
      prepare('remote', 'add', 'origin', remote);
      prepare('fetch', '--quiet', 'origin');
      prepare('remote', 'set-head', 'origin', '--auto');
      prepare('branch', '--quiet', '--set-upstream-to=origin/main', 'main');
      return remote;
    },
    clone(other, args = []) {
      const remote = path.join(place, 'remote.git');
      const from = pathToFileURL(existsSync(remote) ? remote : dir).href;
      prepare('clone', '--quiet', ...args, from, path.join(place, other));
      return beside(other);
    },
    addWorktree(other, branch) {
      prepare('worktree', 'add', '--quiet', '-b', branch, path.join(place, other));
      linkPackages(path.join(place, other), modules);
      return openRepository(place, other, modules);
    },
  };
}
