import { readFileSync } from 'node:fs';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import { stackOf } from '../errors/words-of';
import { openHook } from '../hooks/hook';
import { hooks } from '../hooks/index';
import { briefly } from '../report/briefly';
import { renderFailure } from '../report/document';
import { renderHook } from '../report/hook';
import { styleFor } from '../report/style';
import { type ExitCode } from '../results/command-result';
import { type HookResult, hookExitCode } from '../results/hook-result';
import { isTerminal } from '../terminal/is-terminal';
import { createOutput } from '../terminal/output';
import { createProgress } from '../terminal/progress';
import { requireModules } from './require-modules';

/** Hooks to which git writes something; every other one must not read, or it waits for ever in some programs. */
const WITH_STDIN = new Set(['pre-push', 'post-rewrite']);

/**
 * Runs what a git hook calls. Everything is printed to stderr, which is where git's own words go.
 * @param staged what a commit would change, where that is known already
 * @returns the exit code for git: always 0 after the fact (post-*), when nothing can be stopped any more
 */
export async function runHook(
  name: string,
  args: readonly string[],
  cwd: string,
  staged?: string[],
): Promise<ExitCode> {
  // Where a document would be printed, people's words go to stderr.
  const { say, show } = createOutput('json', (colours) => styleFor(colours, process.env));
  const { doing } = createProgress(!('CI' in process.env), () => undefined);
  const isAfterwards = name.startsWith('post-');
  try {
    doing(`drizzle-guard: ${name}`);
    const result = await call(name, args, cwd, staged).finally(() => doing(null));
    show(briefly(result), renderHook);
    return isAfterwards ? 0 : hookExitCode(result);
  } catch (thrown) {
    const stack = process.env['DRIZZLE_GUARD_DEBUG'] ? stackOf(thrown) : null;
    if (stack !== null) say(stack);
    show(briefly(failureOf(thrown)), renderFailure);
    if (!isAfterwards && name !== 'install') say('drizzle-guard could not check this, so it was stopped.');
    return isAfterwards ? 0 : 2;
  }
}

async function call(
  name: string,
  args: readonly string[],
  cwd: string,
  staged: string[] | undefined,
): Promise<HookResult> {
  requireModules(cwd);
  if (name === 'install') return (await import('../hooks/install')).install(cwd);
  const load = hooks[name];
  if (!load)
    throw new GuardError(
      'unknown-hook',
      `there is no hook ${name || '(none was named)'}`,
      `give one of: ${[...Object.keys(hooks), 'install'].join(', ')}`,
    );
  const stdin = WITH_STDIN.has(name) && !isTerminal(0) ? readFileSync(0, 'utf8') : '';
  const opened = openHook(cwd, args, stdin);
  try {
    return await (
      await load()
    )({ ...opened, ...(staged ? { staged } : {}) });
  } finally {
    opened.session.close();
  }
}
