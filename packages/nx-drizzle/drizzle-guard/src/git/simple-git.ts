import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';

/** What git said: its output, or, where its exit code was not 0, its complaint. */
interface GitAnswer {
  ok: boolean;
  text: string;
}

/** Asks git about one folder. For commands that a person types: no hook waits for this. */
export interface Git {
  /** @throws GuardError `git-missing` where there is no git to run */
  ask(...words: string[]): Promise<GitAnswer>;
}

/**
 * git by simple-git, which is loaded when it is first wanted: loading it costs half a start of node.
 * It takes every GIT_* variable out of the environment, and nothing is let back in: a command typed by hand is about
 * the folder it is typed in, not about the repository or the index of a hook that happens to surround it.
 *
 * @param folder absolute, and there
 */
export async function openGit(folder: string): Promise<Git> {
  const { simpleGit, GitPluginError } = await import('simple-git');
  const git = simpleGit({
    baseDir: folder,
    // `init --undo` puts back what husky has set.
    unsafe: { allowUnsafeHooksPath: true },
    // By default an exit code counts only when something was written to stderr.
    errors: (error, { exitCode, stdErr }) =>
      error ?? (exitCode === 0 ? undefined : new Error(Buffer.concat(stdErr).toString('utf8').trim())),
  });
  return {
    async ask(...words) {
      try {
        return { ok: true, text: await git.raw(words) };
      } catch (thrown) {
        if (thrown instanceof GitPluginError) throw thrown;
        if (/\bENOENT\b/.test(wordsOf(thrown)))
          throw new GuardError('git-missing', 'git cannot be run: it is not on PATH', 'install git', {
            cause: thrown,
          });
        return { ok: false, text: wordsOf(thrown).trim() };
      }
    },
  };
}
