import { tryGit } from '../git/git';
import type { Configuration } from '../workspace/configuration';

/** Whether migrations that arrived may be applied, and for how long. */
export interface Permission {
  isGiven: boolean;
  limit: string;
  /** What is wrong with git's own configuration; nothing is applied then. */
  problem: string | null;
}

const DEFAULT_LIMIT = '20s';
const LIMIT = /^\d+(ms|s|m)$/;

/**
 * Who may say that migrations are applied as they arrive: this clone, by `git config drizzle-guard.applyAfterMerge`, which
 * no branch can bring, or else the configuration of the commit that was left. Never what arrives.
 *
 * @param left null where that commit says nothing, or nothing that can be read
 */
export function permissionOf(root: string, left: Configuration | null): Permission {
  const { applyAfterMerge = false, applyAfterMergeLimit } = left?.environments['development'] ?? {};
  const own = ownSetting(root, 'applyAfterMerge');
  const ownLimit = ownSetting(root, 'applyAfterMergeLimit');
  const isGiven = own === null ? applyAfterMerge : isTrue(own);
  const wrong = [
    ...(isGiven === null ? [`applyAfterMerge is ${JSON.stringify(own)}, and has to be true or false`] : []),
    ...(ownLimit !== null && !LIMIT.test(ownLimit)
      ? [
          `applyAfterMergeLimit is ${JSON.stringify(ownLimit)}, and has to be a time such as 500ms, 20s, 2m or 1h`,
        ]
      : []),
  ];
  return {
    isGiven: isGiven === true && wrong.length === 0,
    limit: ownLimit ?? applyAfterMergeLimit ?? DEFAULT_LIMIT,
    problem: wrong.length === 0 ? null : `git config: drizzle-guard.${wrong.join('; drizzle-guard.')}`,
  };
}

/** Null where it is not set. */
function ownSetting(root: string, key: string): string | null {
  const value = tryGit(['config', '--get', `drizzle-guard.${key}`], { cwd: root });
  return value === null ? null : value.toString('utf8').replace(/\n$/, '');
}

/** As git reads a boolean (git-config, "--type"); null for what is none. */
function isTrue(value: string): boolean | null {
  if (/^(true|yes|on|1)?$/i.test(value)) return true;
  return /^(false|no|off|0)$/i.test(value) ? false : null;
}
