import { shellWord } from '../text/shell-word';

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

/** How hooks, which start at the top of a work tree, come to drizzle-guard. */
export interface HookCommand {
  /** What runs it, as a shell has it. */
  run: string;
  /** A file that is there once the dependencies of a work tree are installed, as a shell has it. */
  installed: string;
  /** What to type where it is not, in words. */
  install: string;
  /** A file that is there where Yarn has put the packages into no node_modules, as a shell has it. */
  plugAndPlay?: string;
}

/**
 * The lines of a hook's shell script. A new linked worktree has no node_modules: what can be stopped is stopped there,
 * since nothing was checked, and what is told after the fact is left out.
 * @param args what git gives the hook, as a shell has it
 */
export function hookLines(
  name: HookName,
  { run, installed, install, plugAndPlay }: HookCommand,
  args = ' "$@"',
): string[] {
  const call = `${run} hook ${name}${args}`;
  if (name.startsWith('post-')) return [`[ ! -e ${installed} ] || ${call} || true`];
  const bypass = `${BYPASS[name]!} with --no-verify; nothing was checked`;
  const stop = (problem: string) => `{ echo ${shellWord(`drizzle-guard: ${problem}`)} >&2; exit 1; }`;
  const unserved = `${UNSERVED}, then run ${install}, or ${bypass}`;
  return [
    ...(plugAndPlay === undefined
      ? []
      : [`[ -e ${installed} ] || [ ! -e ${plugAndPlay} ] || ${stop(unserved)}`]),
    `[ -e ${installed} ] || ${stop(`${NOT_INSTALLED} run ${install}, or ${bypass}`)}`,
    call,
  ];
}

const NOT_INSTALLED = 'dependencies are not installed in this worktree:';

const UNSERVED =
  'Yarn PnP has no node_modules, and drizzle-kit does not run there: put nodeLinker: node-modules into .yarnrc.yml';

const BYPASS: Partial<Record<HookName, string>> = {
  'pre-commit': 'commit',
  'pre-merge-commit': 'merge',
  'pre-push': 'push',
};

/** The same as one command. */
export function hookLine(name: HookName, command: HookCommand, args?: string): string {
  return hookLines(name, command, args).join('; ');
}

/** Whether a script calls drizzle-guard for this hook, by whatever path. A comment that mentions it does not. */
export function callsHook(script: string, name: HookName): boolean {
  const call = new RegExp(`\\bdrizzle-guard(?:\\.js)?["']?\\s+hook\\s+${name}(?![\\w-])`);
  return script.split('\n').some((line) => !line.trimStart().startsWith('#') && call.test(line));
}

/** bun is there wherever it installs, and node need not be. */
export const NODE_OR_BUN = '"$(command -v node || echo bun)"';

const BIN = String.raw`node_modules/(?:\.bin/drizzle-guard|drizzle-guard/bin/drizzle-guard\.js)`;
const RUN = String.raw`(?:"\$\(command -v node \|\| echo bun\)" )?(?:[^\s'"]*${BIN}|'(?:[^']|'\\'')*${BIN}'|(?:yarn )?drizzle-guard)`;

/** Whether a line is one that init writes to a hook's file, or that its earlier versions wrote. */
export function isOwnLine(line: string, name: HookName): boolean {
  const call = String.raw`${RUN} hook ${name} "\$@"`;
  return [
    String.raw`${call}(?: \|\| true)?`,
    String.raw`\[ ! -e \S.* \] \|\| ${call} \|\| true`,
    String.raw`\[ -e \S.* \] \|\| \{ echo 'drizzle-guard: (?:${NOT_INSTALLED}|${UNSERVED}).*'? >&2; exit 1; \}`,
  ].some((pattern) => new RegExp(`^(?:${pattern})$`).test(line.trim()));
}
