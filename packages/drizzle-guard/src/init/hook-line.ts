/** The hooks that drizzle-guard has something to do in, and what each one is for. */
export const HOOKS = {
  'pre-commit': 'no commit whose schema changed without its migration',
  'pre-merge-commit': 'no merge of two histories that cannot live together',
  'pre-push': 'no push of what went past the other hooks',
  'post-merge': 'tells or applies what a merge or pull brought',
  'post-rewrite': 'the same after a rebase',
  'post-checkout': 'the same after a switch of branches',
  'post-commit': 'the same after a merge with conflicts',
} as const;

export type HookName = keyof typeof HOOKS;

export const HOOK_NAMES = Object.keys(HOOKS) as HookName[];

/** The line that a hook's shell script holds. */
export function hookLine(name: HookName, command = 'drizzle-guard'): string {
  // After the fact nothing can be stopped: where drizzle-guard is not installed (a new worktree), git must not fail.
  return `${command} hook ${name} "$@"${name.startsWith('post-') ? ' || true' : ''}`;
}

/** Whether a script calls drizzle-guard for this hook, by whatever path. A comment that mentions it does not. */
export function callsHook(script: string, name: HookName): boolean {
  const call = new RegExp(`\\bdrizzle-guard(?:\\.js)?["']?\\s+hook\\s+${name}(?![\\w-])`);
  return script.split('\n').some((line) => !line.trimStart().startsWith('#') && call.test(line));
}
