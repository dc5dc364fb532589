/** Makes the hooks run in linked worktrees too: husky's own path to them is relative, and leads nowhere there. */
export const INSTALL_HOOKS = 'drizzle-guard hook install';

/** husky as a command of its own: not a package or file that has the word in its name. */
const HUSKY = /(?<![\w@.:-])husky(?:\/bin\.js)?(?: install)?(?: (?![-&|;])[\w./-]+)?(?![\w/@.:-])/;

/**
 * A script that npm runs on install, with husky and our own step in it.
 * @param script as it is; undefined for none
 * @returns the script as it is to be; null where husky is called in a way that cannot be added to (by a file)
 */
export function withHusky(script: string | undefined): string | null {
  const both = `husky && ${INSTALL_HOOKS}`;
  if (script === undefined || script.trim() === '') return both;
  if (script.includes(INSTALL_HOOKS)) return script;
  const husky = HUSKY.exec(script);
  if (!husky) return /husky/.test(script) ? null : `${script} && ${both}`;
  const before = script.slice(0, husky.index);
  const after = script.slice(husky.index + husky[0].length);
  // The shell gives && and || one rank: `is-ci || husky && x` would run x where is-ci says no to husky.
  const call = /\|\|\s*$/.test(before)
    ? `(${husky[0]} && ${INSTALL_HOOKS})`
    : `${husky[0]} && ${INSTALL_HOOKS}`;
  return `${before}${call}${after}`;
}

/** The folder that a script hands to husky for its hooks: `husky .config/husky`; ".husky" by default. */
export function huskyFolderOf(script: string | undefined): string {
  const folder = HUSKY.exec(script ?? '')?.[0].replace(/^husky(?:\/bin\.js)?(?: install)? ?/, '') ?? '';
  return folder.replace(/^\.\//, '').replace(/\/+$/, '') || '.husky';
}
