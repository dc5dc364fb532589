const SECRET_NAME =
  /(pass(word|wd|phrase)?|secret|token|credential|auth|private|api_?key|access_?key|(database|db|pg|postgres|mysql|maria|redis|mongo|sqlite|turso|neon|supabase|libsql)\w*_(url|uri|dsn)|connection_?string|^(pg|mysql_)\w+$)/i;
const SECRET_VALUE = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

/**
 * The environment without what a schema has no business with: git's own variables, which would send a child's git to
 * this repository (facts of git: GIT_DIR is absolute in every hook of a linked worktree), and credentials, told by the
 * variable's name or by a URL with a password in the value.
 */
export function offlineEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return filter(environment, (name, value) => {
    // Looked for first, because the expression is slow on long texts and this runs at every commit.
    const hidesSecret = value.includes('://') && SECRET_VALUE.test(value);
    return !hidesSecret && !SECRET_NAME.test(name);
  });
}

/** The environment for a child that may touch the database: everything but git's variables. */
export function environmentWithoutGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return filter(environment, () => true);
}

function filter(
  environment: NodeJS.ProcessEnv,
  keep: (name: string, value: string) => boolean,
): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) => !name.startsWith('GIT_') && value !== undefined && keep(name, value),
    ),
  );
}
