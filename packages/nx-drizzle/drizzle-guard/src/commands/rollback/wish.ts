import type { RollbackWish } from '../../apply/plan-rollback';
import { GuardError } from '../../errors/guard-error';

/**
 * What somebody typed of what is to be taken back.
 * @throws GuardError `usage`
 */
export function wishOf({ last, steps, to }: { last?: string; steps?: string; to?: string }): RollbackWish {
  if ([last, steps, to].filter((one) => one !== undefined).length > 1)
    throw wrong('how many are taken back is said once: by a number, by --steps or by --to');
  const typed = last ?? steps ?? '1';
  if (!/^[1-9]\d{0,5}$/.test(typed)) throw wrong(`${JSON.stringify(typed)} is no number of migrations`);
  return { steps: Number(typed), to };
}

function wrong(message: string): GuardError {
  return new GuardError(
    'usage',
    message,
    'run `drizzle-guard rollback 2` for the last two, or `drizzle-guard rollback --to <migration>`; nothing was changed',
  );
}
