/** Makes the hooks run in linked worktrees too: husky's own path to them is relative, and leads nowhere there. */
export const INSTALL_HOOKS = 'drizzle-guard hook install';

/**
 * What ends a script well where husky or drizzle-guard is not installed: without development dependencies, or in an image
 * that has nothing but package.json yet. `true` is no command of cmd.exe; `exit 0` is one everywhere.
 */
const ANYWHERE = '|| exit 0';

const INSTALL_SAFELY = `(${INSTALL_HOOKS} ${ANYWHERE})`;

/** husky as a command of its own: not a package or file that has the word in its name. */
const HUSKY =
  /(?<![\w@.:-])husky(?:\/bin\.js)?(?: install)?(?: (?:"[^"]+"|(?![-&|;])[\w./-]+))?(?![\w/@.:-])/;

/** What cannot be followed by another command: a comment, an open or an ended one. */
const CLOSED = /#|[;&|\\]\s*$|\n/;

/**
 * A script that npm runs on install, with husky and our own step in it. Neither ever fails the script; what is there
 * stays as it is, husky too, and is not run again.
 *
 * @param script as it is; undefined for none
 * @param home the folder of package.json; "" for the root
 * @param folder where the hooks lie, from the root
 * @returns the script as it is to be; null where nothing can be added to it
 */
export function withHusky(
  script: string | undefined,
  home = '',
  folder = home === '' ? '.husky' : `${home}/.husky`,
): string | null {
  const top = home === '' ? '' : `cd ${home.replaceAll(/[^/]+/g, '..')} && `;
  const husky = `${top}husky${folder === '.husky' ? '' : ` ${quoted(folder)}`}`;
  const both = `${husky} && ${INSTALL_HOOKS} ${ANYWHERE}`;
  if (script === undefined || script.trim() === '' || script === EARLIER) return both;
  if (script.endsWith(` && ${EARLIER}`)) return `${script.slice(0, -EARLIER.length)}(${both})`;
  if (script.includes(INSTALL_HOOKS)) return script;
  if (CLOSED.test(script)) return null;
  const own = /husky/.test(script) ? INSTALL_SAFELY : `(${both})`;
  // sh gives && and || one rank, and cmd.exe does not: `a || b && c` runs c after a in the one alone.
  return `${script.includes('||') ? `(${script})` : script} && ${own}`;
}

/** What an earlier version wrote. It failed where husky was not installed. */
const EARLIER = `husky && ${INSTALL_HOOKS}`;

/**
 * The script as it was before `withHusky`.
 * @returns undefined where it was made by that
 */
export function withoutHusky(script: string): string | undefined {
  if (!script.includes(INSTALL_HOOKS)) return script;
  const [, group] = OWN_GROUP.exec(` && (${script})`) ?? [];
  if (group !== undefined) return undefined;
  const end = OWN_GROUP.exec(script);
  if (end) {
    const left = script.slice(0, end.index);
    return left.includes('||') ? left.replace(/^\((.*)\)$/, '$1') : left;
  }
  return script
    .replaceAll(new RegExp(` && \\(${INSTALL_HOOKS} \\|\\| exit 0\\)| && ${INSTALL_HOOKS}`, 'g'), '')
    .replace(/\((husky[^()&|;]*)\)/, '$1');
}

const OWN_GROUP = new RegExp(
  ` && \\(((?:(?:cd [./]+ && )?husky(?: (?:"[^"]+"|[\\w./-]+))? && )?${INSTALL_HOOKS} \\|\\| exit 0)\\)$`,
);

/** Whether a script runs the husky that is installed. */
export function runsHusky(script: string): boolean {
  return HUSKY.test(script) && !/\b(?:npx|bunx|dlx|pnpx)\s+(?:-\S+\s+)*husky/.test(script);
}

/** The folder that a script hands to husky for its hooks: `husky .config/husky`; ".husky" by default. */
export function huskyFolderOf(script: string | undefined): string {
  const call = HUSKY.exec(script ?? '')?.[0] ?? '';
  const folder = call.replace(/^husky(?:\/bin\.js)?(?: install)? ?/, '').replaceAll('"', '');
  return folder.replace(/^\.\//, '').replace(/\/+$/, '') || '.husky';
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `"${path}"`;
}
