import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';

export interface GitOptions {
  /** Where git runs: the workspace's root. */
  cwd: string;
  input?: string | Buffer;
  /** Beside what is in the environment already. */
  env?: Readonly<Record<string, string>>;
}

/**
 * Runs git once and returns what it printed. One direct spawn: loading a library would cost a hook half a node start.
 * The environment is handed on as it is, because GIT_INDEX_FILE says which index a hook is about (`commit -a` and
 * `commit <path>` have one of their own).
 * @throws GuardError `git-failed`
 */
export function git(args: readonly string[], options: GitOptions): Buffer {
  const run = spawn(args, options);
  if (run.status === 0) return run.stdout;
  throw new GuardError(
    'git-failed',
    `git ${args[0]} failed: ${run.error ? wordsOf(run.error) : run.stderr.toString('utf8').trim()}`,
    'run the git command by hand to see what it needs; nothing was checked',
  );
}

/** The same, where failing is an answer: null then. */
export function tryGit(args: readonly string[], options: GitOptions): Buffer | null {
  const run = spawn(args, options);
  return run.status === 0 ? run.stdout : null;
}

/** One line of output, without its line break; null where git failed or printed nothing. */
export function gitLine(args: readonly string[], options: GitOptions): string | null {
  return tryGit(args, options)?.toString('utf8').trim() || null;
}

function spawn(args: readonly string[], { cwd, input, env }: GitOptions) {
  // Loaded when git is first asked: it takes 2 ms, and many a command asks nothing.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
  return spawnSync('git', args, {
    cwd,
    ...(input === undefined ? {} : { input }),
    ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
  });
}
