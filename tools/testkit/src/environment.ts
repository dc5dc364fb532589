/** What a hook, a CI service, npm, Nx or the tests themselves would add. */
const OF_OTHERS = /^(GIT_|NX_|npm_|DRIZZLE_GUARD_|VITEST|NODE_OPTIONS$|CI$)/i;

/**
 * This process's environment as a person's terminal would have it, for a process that a test starts.
 *
 * It is also without NODE_EXTRA_CA_CERTS: Node reads those certificates at every start, which takes longer than the rest
 * of it, and nothing that gets this environment opens a connection. What does (npm) keeps the whole environment.
 */
export function cleanEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !OF_OTHERS.test(name));
  return {
    ...Object.fromEntries(kept),
    CI: undefined,
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    NODE_EXTRA_CA_CERTS: undefined,
  };
}
