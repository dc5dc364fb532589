import { GuardError } from '../../errors/guard-error';

/**
 * The plugin's cached target says so in the environment: a ref is no input of it, and a moved one no reason to run.
 * @throws GuardError `cached-base` where what is checked, or what it is compared with, is a ref
 */
export function refuseUnderCache({ base, head = 'worktree' }: { base?: string; head?: string }): void {
  if (!process.env['DRIZZLE_GUARD_CACHED'] || (base === undefined && head === 'worktree')) return;
  throw new GuardError(
    'cached-base',
    `the target check is cached by Nx, which would repeat its answer after ${base === undefined ? head : 'the base'} has moved; nothing was checked`,
    'run the target check-base, with the same flags',
  );
}
