/**
 * What says where things are, which language is spoken and how node runs, and nothing else. Not npm_config_* and the
 * variables of CI vendors, which hold tokens; NODE_OPTIONS, because without it nothing resolves under Yarn's PnP.
 */
const HARMLESS = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'PWD', 'TMPDIR', 'TMP', 'TEMP', 'TERM', 'TZ'],
  ...['LANG', 'LANGUAGE', 'CI', 'NODE_ENV', 'NODE_OPTIONS', 'NODE_PATH'],
  ...['LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'DYLD_FALLBACK_LIBRARY_PATH', 'ELECTRON_RUN_AS_NODE'],
  // Windows starts hardly anything without them, and writes them in any case.
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'OS', 'NUMBER_OF_PROCESSORS'],
  ...['USERNAME', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA'],
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)'],
]);

/** The environment of what has no business with credentials: what is known to be harmless. */
export function offlineEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return filter(environment, (name) => HARMLESS.has(name.toUpperCase()) || name.startsWith('LC_'));
}

/**
 * The names of variables that are set, and that what has no business with credentials does not see. Those of git are
 * nothing that anybody would be asked to name.
 */
export function withheldNames(environment: NodeJS.ProcessEnv, given: NodeJS.ProcessEnv): string[] {
  return Object.keys(environmentWithoutGit(environment)).filter((name) => given[name] === undefined);
}

/**
 * The environment for a child that may touch the database: everything but git's variables, which would send a child's
 * git to this repository (facts of git: GIT_DIR is absolute in every hook of a linked worktree).
 */
export function environmentWithoutGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return filter(environment, (name) => !name.startsWith('GIT_'));
}

function filter(environment: NodeJS.ProcessEnv, keep: (name: string) => boolean): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => value !== undefined && keep(name)),
  );
}
