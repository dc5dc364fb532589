import { WAYS, type Resolution } from '../../apply/plan-run';
import { GuardError } from '../../errors/guard-error';

/**
 * @param text as it is typed: "0003_orders=applied"
 * @throws GuardError `usage`
 */
export function readResolution(text: string): Resolution {
  const at = text.lastIndexOf('=');
  const [migration, as] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  const way = WAYS.find((one) => one === as);
  if (migration !== '' && way) return { migration, as: way };
  throw new GuardError(
    'usage',
    `--resolve takes <migration>=${WAYS.join(', =')}, and not ${JSON.stringify(text)}`,
    'give the migration that `drizzle-guard status` calls failed, and what became of it; nothing was changed',
  );
}
